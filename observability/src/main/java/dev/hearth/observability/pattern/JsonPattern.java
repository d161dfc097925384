package dev.hearth.observability.pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.function.Predicate;

/// Conditions on a message that is JSON: `{ $.a.b[0] = "x" && ($.c > 1 || $.d NOT EXISTS) }`.
///
/// A property that is missing or null fails every comparison, `!=` too; one with several values
/// (`[*]`) passes when one of them does.
///
/// @param condition what the message must fulfil
record JsonPattern(Predicate<JsonNode> condition) implements FilterPattern {
  private static final ObjectMapper JSON = new ObjectMapper();

  static FilterPattern read(PatternReader reader) {
    reader.expect("{");
    var condition = new Expression<>(JsonPattern::condition).read(reader);
    if (!reader.accept("}")) {
      throw new InvalidPatternException("If a filter pattern starts with '{' it must end with '}'");
    }
    reader.expectEnd();
    return new JsonPattern(condition);
  }

  private static Predicate<JsonNode> condition(PatternReader reader) {
    var selector = JsonSelector.read(reader);
    if (reader.accept("NOT")) {
      reader.expect("EXISTS");
      return root -> selector.select(root).isEmpty();
    }
    if (reader.accept("IS")) {
      var state = state(reader);
      return root -> selector.select(root).stream().anyMatch(state);
    }
    var comparison = Comparison.read(reader).orElseThrow(() -> reader.unexpected("an operator"));
    return root ->
        selector.select(root).stream()
            .anyMatch(
                node -> node.isValueNode() && !node.isNull() && comparison.test(node.asText()));
  }

  private static Predicate<JsonNode> state(PatternReader reader) {
    if (reader.accept("NULL")) {
      return JsonNode::isNull;
    }
    if (reader.accept("TRUE")) {
      return node -> node.isBoolean() && node.booleanValue();
    }
    if (reader.accept("FALSE")) {
      return node -> node.isBoolean() && !node.booleanValue();
    }
    throw reader.unexpected("NULL, TRUE or FALSE");
  }

  @Override
  public boolean matches(String message) {
    if (!message.stripLeading().startsWith("{") && !message.stripLeading().startsWith("[")) {
      return false; // most lines are not JSON: parsing them would only cost an exception each
    }
    try {
      return condition.test(JSON.readTree(message));
    } catch (JsonProcessingException _) {
      return false;
    }
  }
}
