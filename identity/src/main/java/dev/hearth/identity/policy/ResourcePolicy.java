package dev.hearth.identity.policy;

import java.util.List;

/// The policy of the resource that a request is about.
///
/// @param kind [PolicyKind#TRUST] or [PolicyKind#RESOURCE]
public record ResourcePolicy(Policy policy, PolicyKind kind) {

  /// A policy of this kind that says nothing.
  public static ResourcePolicy none(PolicyKind kind) {
    return new ResourcePolicy(new Policy(List.of()), kind);
  }

  /// Whether nobody gets in without it, those of the resource's own account included.
  boolean required() {
    return kind == PolicyKind.TRUST;
  }
}
