package dev.hearth.messaging.mappings;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// Lambda's refusal of a member that a kind of source does not have.
public final class Unsupported {
  private Unsupported() {}

  /// The same for several, by their names.
  public static Map<String, String> texts(String... members) {
    return Arrays.stream(members)
        .collect(Collectors.toUnmodifiableMap(name -> name, Unsupported::text));
  }

  /// @param member by its name in the API, such as `ScalingConfig`
  public static String text(String member) {
    return "Unsupported '%s%s' parameter for given event source mapping type."
        .formatted(Character.toLowerCase(member.charAt(0)), member.substring(1));
  }
}
