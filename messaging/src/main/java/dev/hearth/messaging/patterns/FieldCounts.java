package dev.hearth.messaging.patterns;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// How many values an event has in each of its fields, which is more than one only with arrays. The
/// matcher tries every combination of those in a pattern's fields.
final class FieldCounts {
  private final Map<String, Integer> counts = new HashMap<>();

  private FieldCounts() {}

  static FieldCounts of(JsonNode event) {
    var fields = new FieldCounts();
    fields.count("", event);
    return fields;
  }

  private void count(String path, JsonNode node) {
    if (node.isObject()) {
      for (var member : node.properties()) {
        count(path.isEmpty() ? member.getKey() : path + "." + member.getKey(), member.getValue());
      }
    } else if (node.isArray()) {
      node.forEach(element -> count(path, element));
    } else {
      counts.merge(path, 1, Integer::sum);
    }
  }

  /// @param fields paths, their parts joined by dots
  /// @return at most [Long#MAX_VALUE]
  long combinations(Set<String> fields) {
    long product = 1;
    for (var field : fields) {
      int count = counts.getOrDefault(field, 1);
      product = product > Long.MAX_VALUE / count ? Long.MAX_VALUE : product * count;
    }
    return product;
  }
}
