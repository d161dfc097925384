package dev.hearth.messaging.patterns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// What is looked at before a pattern is compiled, for compiling it could be the attack.
final class PatternLimits {
  /// Nested objects and arrays.
  private static final int MAX_DEPTH = 32;

  /// Patterns that one pattern with `$or` stands for. Source: Amazon EventBridge User Guide, "Using
  /// OR in event patterns".
  private static final long MAX_COMBINATIONS = 1_000;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private PatternLimits() {}

  static void check(String json) throws InvalidPatternException {
    JsonNode pattern;
    try {
      pattern = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new InvalidPatternException(e.getOriginalMessage());
    }
    if (pattern == null || !pattern.isObject()) {
      throw new InvalidPatternException("Filter is not an object");
    }
    if (pattern.isEmpty()) {
      throw new InvalidPatternException("Empty objects are not allowed");
    }
    if (combinations(pattern) > MAX_COMBINATIONS) {
      throw new InvalidPatternException(
          "Rule has more than " + MAX_COMBINATIONS + " combinations through $or");
    }
  }

  /// Fields multiply, the elements of `$or` add up; never more than a little above the limit.
  private static long combinations(JsonNode pattern) {
    long product = 1;
    for (var member : pattern.properties()) {
      long here = 1;
      if (member.getKey().equals("$or") && member.getValue().isArray()) {
        here = 0;
        for (var choice : member.getValue()) {
          here += choice.isObject() ? combinations(choice) : 1;
        }
      } else if (member.getValue().isObject()) {
        here = combinations(member.getValue());
      }
      product = Math.min(product * Math.max(here, 1), MAX_COMBINATIONS + 1);
    }
    return product;
  }
}
