package dev.hearth.invocation.async;

import dev.hearth.kernel.Arn;

/// Tells what a function's execution role is allowed to do.
@FunctionalInterface
public interface ExecutionRole {
  /// @param role the role's ARN
  /// @param action such as `lambda:InvokeFunction`
  boolean may(String role, String action, Arn resource);
}
