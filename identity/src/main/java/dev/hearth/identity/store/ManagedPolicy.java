package dev.hearth.identity.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A managed policy, AWS's own or a customer's.
///
/// @param arn of the policy
/// @param id `ANPA…`
/// @param entity what a customer's policy is kept as; null for AWS's
/// @param defaultVersion the number of the version that is in force
public record ManagedPolicy(
    String arn,
    String id,
    String name,
    String path,
    @Nullable String description,
    @Nullable Entity entity,
    long defaultVersion,
    Instant createdAt,
    Instant updatedAt) {

  /// One version of a policy's document.
  ///
  /// @param number 1 for the first
  public record Version(long number, String document, boolean isDefault, Instant createdAt) {
    /// As the API names it: `v1`.
    public String id() {
      return "v" + number;
    }
  }

  /// The policy as an entity, to change it.
  ///
  /// @throws dev.hearth.kernel.ServiceException `AccessDenied` for AWS's own
  public Entity own() {
    if (entity == null) {
      throw new dev.hearth.kernel.ServiceException(
          "AccessDenied", 403, "AWS managed policies cannot be changed: " + arn);
    }
    return entity;
  }
}
