package dev.hearth.invocation;

import dev.hearth.functions.FunctionVersion;
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
  /// @throws dev.hearth.kernel.ServiceException `DurableExecutionAlreadyStartedException` when the
  ///   name was used with another payload
  Started start(FunctionVersion version, @Nullable String name, Event event, boolean wait);

  /// @param arn of the execution
  /// @param answer what it came to; null unless it was waited for
  record Started(String arn, @Nullable Answer answer) {}
}
