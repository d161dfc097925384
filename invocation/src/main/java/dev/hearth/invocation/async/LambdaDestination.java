package dev.hearth.invocation.async;

import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.Event;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Sends records to functions: each is an event of the other function's, taken in like any other.
public final class LambdaDestination implements Destination {
  private final EventIntake intake;

  public LambdaDestination(EventIntake intake) {
    this.intake = intake;
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
    intake.accept(
        target,
        new Event(requestId(delivery), target.arn(), delivery.body(), null, delivery.traceId()));
    return new Receipt.Delivered();
  }

  /// The same for the same record, so that one which is sent twice begins one execution.
  private static String requestId(Delivery delivery) {
    var key = delivery.function().arn() + " " + delivery.requestId() + " " + delivery.kind();
    return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
