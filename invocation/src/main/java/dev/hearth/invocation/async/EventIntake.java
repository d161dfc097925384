package dev.hearth.invocation.async;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.Functions;
import dev.hearth.invocation.DurableFunctions;
import dev.hearth.invocation.Event;
import dev.hearth.kernel.ServiceException;

/// Takes events in that nobody waits for, whichever kind of function they are meant for: those of
/// an ordinary one are queued, and one of a durable function begins an execution, which ends where
/// executions end.
public final class EventIntake {
  private final Functions functions;
  private final EventQueue events;
  private final DurableFunctions durable;

  EventIntake(Functions functions, EventQueue events, DurableFunctions durable) {
    this.functions = functions;
    this.events = events;
    this.durable = durable;
  }

  /// Takes an event in; it is durable when this returns.
  ///
  /// @param event whose request id names the execution: the same again begins no second one
  /// @throws ServiceException `ResourceNotFoundException`; `InvalidParameterValueException` for a
  ///   durable function without a version or an alias
  public void accept(FunctionReference function, Event event) {
    var version =
        functions.resolve(
            function.account(), function.region(), function.name(), function.qualifier());
    if (version.settings().durable() == null) {
      events.accept(function, event);
      return;
    }
    DurableFunctions.checkQualified(function);
    durable.start(version, event.requestId(), event, false);
  }
}
