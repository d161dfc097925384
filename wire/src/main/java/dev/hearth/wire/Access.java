package dev.hearth.wire;

import java.util.List;
import java.util.Map;

/// What an operation needs its caller to be allowed: every one of the needs.
///
/// @param needs empty where AWS asks for no permission, as for `sts:GetCallerIdentity`
public record Access(List<Need> needs) {
  /// Nothing beyond a valid signature.
  public static final Access NONE = new Access(List.of());

  /// One action on one resource.
  ///
  /// @param action such as `lambda:CreateFunction`
  /// @param resource an ARN, or `*` where the action has no resource
  /// @param conditions service-specific condition keys, such as `iam:PassedToService`
  public record Need(String action, String resource, Map<String, List<String>> conditions) {}

  /// One action on one resource.
  public static Access to(String action, Object resource) {
    return new Access(List.of(new Need(action, resource.toString(), Map.of())));
  }

  /// These needs and one more.
  public Access and(String action, Object resource, Map<String, List<String>> conditions) {
    var more = new java.util.ArrayList<>(needs);
    more.add(new Need(action, resource.toString(), conditions));
    return new Access(List.copyOf(more));
  }
}
