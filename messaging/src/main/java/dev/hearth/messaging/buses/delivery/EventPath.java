package dev.hearth.messaging.buses.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A JSON path, as far as EventBridge knows them: `$.detail.items[0].name`, `$.detail['my-key']`,
/// and `*` for all members or elements. Source: Amazon EventBridge User Guide, "Amazon EventBridge
/// input transformation".
public final class EventPath {
  private static final Pattern STEP =
      Pattern.compile(
          "\\.(?<name>[^.\\[\\]'\"*\\s]+)|\\[(?<index>[0-9]{1,9})]|\\['(?<quoted>[^']+)']"
              + "|\\[\"(?<doubled>[^\"]+)\"]|(?<all>\\.\\*|\\[\\*])");

  private final List<Step> steps;

  private EventPath(List<Step> steps) {
    this.steps = steps;
  }

  private sealed interface Step {
    record Member(String name) implements Step {}

    record Element(int index) implements Step {}

    record All() implements Step {}
  }

  /// Reads a path, or answers nothing where it is none.
  public static Optional<EventPath> parse(String text) {
    if (!text.startsWith("$")) {
      return Optional.empty();
    }
    var steps = new ArrayList<Step>();
    var matcher = STEP.matcher(text);
    int at = 1;
    while (at < text.length()) {
      if (!matcher.region(at, text.length()).lookingAt()) {
        return Optional.empty();
      }
      if (matcher.group("all") != null) {
        steps.add(new Step.All());
      } else if (matcher.group("index") != null) {
        steps.add(new Step.Element(Integer.parseInt(matcher.group("index"))));
      } else {
        steps.add(
            new Step.Member(
                first(matcher.group("name"), matcher.group("quoted"), matcher.group("doubled"))));
      }
      at = matcher.end();
    }
    return Optional.of(new EventPath(steps));
  }

  private static String first(@Nullable String... texts) {
    for (var text : texts) {
      if (text != null) {
        return text;
      }
    }
    throw new IllegalStateException("a step without a name");
  }

  /// What it leads to, or null; behind a `*`, an array of all that it leads to.
  public @Nullable JsonNode find(JsonNode event) {
    var found = List.of(event);
    boolean many = false;
    for (var step : steps) {
      var next = new ArrayList<JsonNode>();
      for (var node : found) {
        switch (step) {
          case Step.Member(var name) -> add(next, node.get(name));
          case Step.Element(var index) -> add(next, node.get(index));
          case Step.All() -> node.forEach(next::add);
        }
      }
      many |= step instanceof Step.All;
      found = next;
    }
    if (many) {
      var array = JsonNodeFactory.instance.arrayNode();
      found.forEach(array::add);
      return array;
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  private static void add(List<JsonNode> found, @Nullable JsonNode node) {
    if (node != null) {
      found.add(node);
    }
  }
}
