package dev.hearth.invocation;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.kernel.ServiceException;
import org.jspecify.annotations.Nullable;

/// Begins the executions of durable functions, which may take longer than any invocation. This part
/// owns the port; the part that records executions implements it, and the server joins them.
@FunctionalInterface
public interface DurableFunctions {
  /// Begins an execution, durably, or finds the one of this name.
  ///
  /// @param version of a function with a durable configuration
  /// @param name null for a new one of its own
  /// @param wait whether to wait for its end, as long as a synchronous invocation may
  /// @throws ServiceException `DurableExecutionAlreadyStartedException` when the name was used with
  ///   another payload
  Started start(FunctionVersion version, @Nullable String name, Event event, boolean wait);

  /// An execution goes on in one version, so it must be named.
  ///
  /// @throws ServiceException `InvalidParameterValueException` for a function without qualifier
  static void checkQualified(FunctionReference function) {
    if (function.qualifier().isEmpty()) {
      throw new ServiceException(
              "InvalidParameterValueException",
              400,
              "You cannot invoke a durable function using an unqualified ARN.")
          .with("Type", "User");
    }
  }

  /// @param arn of the execution
  /// @param answer what it came to; null unless it was waited for
  record Started(String arn, @Nullable Answer answer) {}
}
