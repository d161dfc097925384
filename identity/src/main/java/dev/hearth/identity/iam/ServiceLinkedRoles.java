package dev.hearth.identity.iam;

import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.IamError;
import org.jspecify.annotations.Nullable;

/// Roles that belong to a service, such as `AWSServiceRoleForScheduler`.
final class ServiceLinkedRoles {
  static final String PATH = "/aws-service-role/";

  /// What a service's role is called, and whom it trusts.
  record Linked(String path, String name, String trustPolicy) {}

  private ServiceLinkedRoles() {}

  /// @param service such as `scheduler.amazonaws.com`
  /// @throws dev.hearth.kernel.ServiceException `InvalidInput` where it is no service's principal
  static Linked of(String service, @Nullable String suffix) {
    int dot = service.indexOf('.');
    if (dot <= 0 || !service.endsWith(".amazonaws.com")) {
      throw IamError.invalidInput("Invalid service name: " + service);
    }
    var label = service.substring(0, dot);
    var name =
        "AWSServiceRoleFor"
            + Character.toUpperCase(label.charAt(0))
            + label.substring(1)
            + (suffix == null ? "" : "_" + suffix);
    var trust =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"%s"},\
        "Action":"sts:AssumeRole"}]}\
        """
            .formatted(service);
    return new Linked(PATH + service + "/", name, trust);
  }

  static boolean isLinked(Entity role) {
    return role.path().startsWith(PATH);
  }

  /// A role that its account may change or delete.
  ///
  /// @throws dev.hearth.kernel.ServiceException `UnmodifiableEntity`
  static Entity changeable(Entity role) {
    if (isLinked(role)) {
      throw IamError.unmodifiable(
          "Cannot perform the operation on the protected role '"
              + role.name()
              + "' - this role is only modifiable by AWS");
    }
    return role;
  }
}
