package dev.hearth.identity.iam;

import dev.hearth.identity.store.Directory;
import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.IamError;
import java.util.Collection;

/// What must be gone before a user, group, role or instance profile can be deleted.
final class Deletion {
  private Deletion() {}

  /// @throws dev.hearth.kernel.ServiceException `DeleteConflict`
  static void remove(Directory iam, Entity entity) {
    requireNone(iam.attachments().of(entity), "detach all policies first");
    requireNone(iam.inlinePolicies().of(entity).keySet(), "delete policies first");
    switch (entity.kind()) {
      case USER -> {
        requireNone(iam.accessKeys().of(entity), "delete access keys first");
        requireNone(
            iam.memberships().containers(entity, EntityKind.GROUP),
            "remove users from group first");
      }
      case GROUP -> requireNone(iam.memberships().members(entity), "remove users from group first");
      case ROLE ->
          requireNone(
              iam.memberships().containers(entity, EntityKind.INSTANCE_PROFILE),
              "remove roles from instance profile first");
      case INSTANCE_PROFILE ->
          requireNone(
              iam.memberships().members(entity), "remove roles from instance profile first");
      case POLICY, OIDC_PROVIDER ->
          throw new IllegalArgumentException(entity.kind() + " has rules of its own");
    }
    iam.entities().remove(entity);
  }

  private static void requireNone(Collection<?> dependents, String must) {
    if (!dependents.isEmpty()) {
      throw IamError.deleteConflict("Cannot delete entity, must " + must + ".");
    }
  }
}
