package dev.hearth.identity.store;

import org.jspecify.annotations.Nullable;

/// A policy that grants something to a user, group or role.
///
/// @param arn null for one that is part of its owner
/// @param owner what it is part of or attached to: the user or role itself, or a group of the user
/// @param document as it was put
public record GrantingPolicy(String name, @Nullable String arn, Entity owner, String document) {
  /// What explanations call it: its ARN, or its name where it has none.
  public String label() {
    return arn == null ? name : arn;
  }

  /// As the model's `PolicySourceType` has it: `user`, `group`, `role`, `aws-managed` or
  /// `user-managed`.
  public String sourceType() {
    if (arn == null) {
      return owner.kind().title();
    }
    return arn.startsWith("arn:aws:iam::aws:") ? "aws-managed" : "user-managed";
  }
}
