package dev.hearth.identity.policy;

import java.util.List;

/// The policy of the resource that a request is about.
///
/// @param kind [PolicyKind#TRUST] or [PolicyKind#RESOURCE]
/// @param required whether nobody gets in without it, those of the resource's own account included
public record ResourcePolicy(Policy policy, PolicyKind kind, boolean required) {

  /// A policy that is required where it is a role's.
  public ResourcePolicy(Policy policy, PolicyKind kind) {
    this(policy, kind, kind == PolicyKind.TRUST);
  }

  /// A policy of this kind that says nothing.
  public static ResourcePolicy none(PolicyKind kind) {
    return new ResourcePolicy(new Policy(List.of()), kind);
  }
}
