package dev.hearth.identity.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The condition keys of one request, such as `aws:SourceIp`.
@FunctionalInterface
public interface Keys {
  /// No key has a value.
  Keys NONE = key -> List.of();

  /// The values of a key; none where the request does not have it.
  ///
  /// @param key in lower case, for keys are told apart without regard to case
  List<String> values(String key);

  /// Fixed keys.
  static Keys of(Map<String, List<String>> keys) {
    var lowered = new HashMap<String, List<String>>();
    keys.forEach((key, values) -> lowered.put(key.toLowerCase(Locale.ROOT), List.copyOf(values)));
    return key -> lowered.getOrDefault(key, List.of());
  }
}
