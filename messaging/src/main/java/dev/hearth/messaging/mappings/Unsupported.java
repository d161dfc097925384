package dev.hearth.messaging.mappings;

/// Lambda's refusal of a member that a kind of source does not have.
public final class Unsupported {
  private Unsupported() {}

  /// @param member by its name in the API, such as `ScalingConfig`
  public static String text(String member) {
    return "Unsupported '%s%s' parameter for given event source mapping type."
        .formatted(Character.toLowerCase(member.charAt(0)), member.substring(1));
  }
}
