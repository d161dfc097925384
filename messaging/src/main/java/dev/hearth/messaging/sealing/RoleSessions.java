package dev.hearth.messaging.sealing;

import dev.hearth.kernel.Arn;
import dev.hearth.wire.Caller;

/// Begins sessions of roles for services. The server connects it with identity.
@FunctionalInterface
public interface RoleSessions {
  /// @param principal of the service, which the role must trust, such as `lambda.amazonaws.com`
  /// @param source on whose behalf
  /// @throws dev.hearth.kernel.ServiceException where there is no such role, or it does not trust
  ///   it
  Caller open(String principal, String role, Arn source);
}
