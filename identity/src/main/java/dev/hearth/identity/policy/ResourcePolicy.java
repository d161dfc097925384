package dev.hearth.identity.policy;

/// The policy of the resource that a request is about.
///
/// @param kind [PolicyKind#TRUST] or [PolicyKind#RESOURCE]
public record ResourcePolicy(Policy policy, PolicyKind kind) {

  /// Whether nobody gets in without it, those of the resource's own account included.
  boolean required() {
    return kind == PolicyKind.TRUST;
  }
}
