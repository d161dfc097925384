package dev.hearth.secrets;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The condition keys that come with tags.
public final class TagConditions {
  private TagConditions() {}

  /// Of tags in a request.
  public static Map<String, List<String>> requested(Map<String, String> tags) {
    Map<String, List<String>> conditions = new HashMap<>();
    if (!tags.isEmpty()) {
      conditions.put("aws:TagKeys", List.copyOf(tags.keySet()));
      tags.forEach((key, value) -> conditions.put("aws:RequestTag/" + key, List.of(value)));
    }
    return conditions;
  }

  /// Of tags that a request takes away.
  public static Map<String, List<String>> removed(List<String> keys) {
    return keys.isEmpty() ? Map.of() : Map.of("aws:TagKeys", List.copyOf(keys));
  }

  /// These and those of a resource's own tags.
  public static Map<String, List<String>> with(
      Map<String, List<String>> conditions, Map<String, String> resource) {
    Map<String, List<String>> all = new HashMap<>(conditions);
    resource.forEach((key, value) -> all.put("aws:ResourceTag/" + key, List.of(value)));
    return all;
  }
}
