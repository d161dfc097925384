package dev.hearth.invocation.async;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.Functions;
import dev.hearth.invocation.Event;
import java.util.function.Supplier;

/// Sends records to functions: each is an event of the other function's, accepted like any other.
public final class LambdaDestination implements Destination {
  private final Functions functions;
  private final EventQueue events;
  private final Supplier<String> requestIds;

  /// @param requestIds UUIDs
  public LambdaDestination(Functions functions, EventQueue events, Supplier<String> requestIds) {
    this.functions = functions;
    this.events = events;
    this.requestIds = requestIds;
  }

  @Override
  public String action() {
    return "lambda:InvokeFunction";
  }

  @Override
  public Receipt deliver(Delivery delivery) {
    var source = delivery.function();
    var target =
        FunctionReference.parse(
            source.account(), source.region(), delivery.target().toString(), null);
    functions.resolve(target.account(), target.region(), target.name(), target.qualifier());
    events.accept(
        target,
        new Event(requestIds.get(), target.arn(), delivery.body(), null, delivery.traceId()));
    return new Receipt.Delivered();
  }
}
