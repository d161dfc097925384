package dev.hearth.invocation.async;

import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.Event;

/// Runs an event once.
@FunctionalInterface
public interface EventRunner {
  /// A function that fails is an ordinary [Answer].
  ///
  /// @throws dev.hearth.kernel.ServiceException where it did not start:
  ///   `ResourceNotFoundException`, `TooManyRequestsException`, or what went wrong here
  Answer run(FunctionReference function, Event event);
}
