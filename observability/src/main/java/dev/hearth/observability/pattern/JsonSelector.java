package dev.hearth.observability.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A path to values in a JSON message: `$.name`, `$['any name']`, `$[0]`, `$.list[*].x`, `$.*`.
///
/// @param steps each from one value to those below it
record JsonSelector(List<Function<JsonNode, Stream<JsonNode>>> steps) {

  static JsonSelector read(PatternReader reader) {
    reader.expect("$");
    List<Function<JsonNode, Stream<JsonNode>>> steps = new ArrayList<>();
    while (reader.peek() == '.' || reader.peek() == '[') {
      steps.add(reader.next() == '.' ? named(reader) : bracketed(reader));
    }
    return new JsonSelector(List.copyOf(steps));
  }

  private static Function<JsonNode, Stream<JsonNode>> named(PatternReader reader) {
    if (reader.peek() == '*') {
      reader.next();
      return JsonSelector::children;
    }
    var name = reader.takeWhile(c -> Character.isLetterOrDigit(c) || "_-@#:".indexOf(c) >= 0);
    if (name.isEmpty()) {
      throw reader.unexpected("a property's name");
    }
    return node -> Stream.ofNullable(node.get(name));
  }

  private static Function<JsonNode, Stream<JsonNode>> bracketed(PatternReader reader) {
    reader.skipSpaces();
    Function<JsonNode, Stream<JsonNode>> step =
        switch (reader.peek()) {
          case '*' -> {
            reader.next();
            yield JsonSelector::children;
          }
          case '"', '\'' -> {
            var name = reader.quoted();
            yield node -> Stream.ofNullable(node.get(name));
          }
          default -> {
            var index = index(reader);
            yield node -> Stream.ofNullable(node.get(index));
          }
        };
    reader.expect("]");
    return step;
  }

  private static int index(PatternReader reader) {
    var digits = reader.takeWhile(Character::isDigit);
    if (digits.isEmpty() || digits.length() > 9) {
      throw reader.unexpected("an index");
    }
    return Integer.parseInt(digits);
  }

  private static Stream<JsonNode> children(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false);
  }

  /// The values that the path leads to; none when there is no such property.
  List<JsonNode> select(JsonNode root) {
    var nodes = Stream.of(root);
    for (var step : steps) {
      nodes = nodes.flatMap(step);
    }
    return nodes.toList();
  }
}
