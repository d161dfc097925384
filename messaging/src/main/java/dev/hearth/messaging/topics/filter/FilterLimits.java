package dev.hearth.messaging.topics.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.topics.Refusals;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// What AWS limits in filter policies. Source: Amazon SNS Developer Guide, "Filter policy
/// constraints in Amazon SNS".
final class FilterLimits {
  private static final int MOST_BYTES = 256 * 1024;
  private static final int MOST_KEYS = 5;
  private static final int MOST_COMBINATIONS = 150;
  private static final BigDecimal LARGEST_NUMBER = BigDecimal.valueOf(1_000_000_000);
  private static final Set<String> OPERATORS =
      Set.of("prefix", "suffix", "equals-ignore-case", "anything-but", "numeric", "exists", "cidr");
  private static final String OR = "$or";

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final boolean nested;
  private int keys;
  private double combinations = 1;

  private FilterLimits(boolean nested) {
    this.nested = nested;
  }

  /// @param ofBody whether the policy is for bodies, which may nest
  static void check(String policy, boolean ofBody) {
    if (policy.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw invalid("The policy is longer than 256 KB");
    }
    JsonNode root;
    try {
      root = JSON.readTree(policy);
    } catch (JsonProcessingException e) {
      throw invalid("failed to parse JSON. " + e.getOriginalMessage());
    }
    if (!root.isObject()) {
      throw invalid("Filter is not an object");
    }
    var limits = new FilterLimits(ofBody);
    limits.object(root, 1);
    if (limits.keys > MOST_KEYS) {
      throw invalid("Filter policy can not have more than 5 keys");
    }
    if (limits.combinations > MOST_COMBINATIONS) {
      throw invalid("Filter policy is too complex");
    }
  }

  private void object(JsonNode object, int depth) {
    for (var entry : object.properties()) {
      var value = entry.getValue();
      if (entry.getKey().equals(OR) && value.isArray() && isChoice(value)) {
        value.forEach(choice -> object(choice, depth));
      } else if (value.isArray()) {
        keys++;
        combinations *= (double) values(value) * depth;
        value.forEach(FilterLimits::pattern);
      } else if (value.isObject() && !value.isEmpty() && nested) {
        object(value, depth + 1);
      } else if (value.isObject() && !nested) {
        throw invalid(
            "Filter policy scope MessageAttributes does not support nested filter policy");
      } else {
        throw invalid("\"" + entry.getKey() + "\" must be an object or an array");
      }
    }
  }

  /// As event-ruler tells: two objects or more, none of which is a pattern.
  private static boolean isChoice(JsonNode array) {
    return array.size() > 1
        && array.valueStream().allMatch(JsonNode::isObject)
        && array.valueStream().noneMatch(FilterLimits::isPattern);
  }

  private static boolean isPattern(JsonNode object) {
    return object.propertyStream().anyMatch(entry -> OPERATORS.contains(entry.getKey()));
  }

  /// How many values an array has; of `anything-but` each counts.
  private static int values(JsonNode array) {
    int count = 0;
    for (var value : array) {
      var excluded = value.path("anything-but");
      count += excluded.isArray() ? Math.max(1, excluded.size()) : 1;
    }
    return Math.max(1, count);
  }

  private static void pattern(JsonNode value) {
    if (value.isObject()) {
      for (var entry : value.properties()) {
        if (!OPERATORS.contains(entry.getKey())) {
          throw invalid("Unrecognized match type " + entry.getKey());
        }
        var operand = entry.getValue();
        if (operand.isObject() && operand.has("wildcard")) {
          throw invalid("Unrecognized match type wildcard");
        }
        operand.forEach(FilterLimits::number);
      }
    } else {
      number(value);
    }
  }

  private static void number(JsonNode value) {
    if (value.isNumber() && value.decimalValue().abs().compareTo(LARGEST_NUMBER) > 0) {
      throw invalid("Value must be between -1.0E9 and 1.0E9, inclusive");
    }
  }

  private static ServiceException invalid(String why) {
    return Refusals.invalid("FilterPolicy: " + why);
  }
}
