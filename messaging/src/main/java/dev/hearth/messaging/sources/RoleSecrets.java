package dev.hearth.messaging.sources;

import dev.hearth.kernel.Arn;

/// Secrets of Secrets Manager, as far as roles may read them.
@FunctionalInterface
public interface RoleSecrets {
  /// The current value of a secret.
  ///
  /// @param role the ARN of the role that asks
  /// @throws dev.hearth.kernel.ServiceException where it may not, or there is none such
  String read(String role, Arn secret);
}
