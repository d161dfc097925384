package dev.hearth.functions;

import dev.hearth.kernel.Arn;

/// Tells whether records of events can be sent somewhere; those who send them know.
@FunctionalInterface
public interface DestinationCheck {
  /// Returns where `destination` can be sent to.
  ///
  /// @param role the ARN of the execution role, which must be allowed to
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException` with the reason
  ///   where it cannot
  void check(String role, Arn destination);
}
