package dev.hearth.messaging.buses.targets;

import dev.hearth.invocation.async.Delivery;
import dev.hearth.invocation.async.Destination;
import dev.hearth.invocation.async.Receipt;
import dev.hearth.invocation.ledger.Sending.Kind;
import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.EventEntry;
import dev.hearth.messaging.buses.Ingestion;
import dev.hearth.messaging.buses.RuleBook;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// Puts what became of a function's asynchronous events onto buses. Source: AWS Lambda Developer
/// Guide, "Capturing records of Lambda asynchronous invocations".
public final class BusDestination implements Destination {
  private final RuleBook rules;
  private final Ingestion ingestion;
  private final Supplier<String> eventIds;
  private final InstantSource clock;

  /// @param eventIds UUIDs
  public BusDestination(
      RuleBook rules, Ingestion ingestion, Supplier<String> eventIds, InstantSource clock) {
    this.rules = rules;
    this.ingestion = ingestion;
    this.eventIds = eventIds;
    this.clock = clock;
  }

  @Override
  public String action() {
    return "events:PutEvents";
  }

  @Override
  public Receipt deliver(Delivery delivery) {
    var bus = BusReference.parse(delivery.target().toString()).orElse(null);
    if (bus == null || !rules.exists(bus)) {
      return new Receipt.Refused("no event bus " + delivery.target());
    }
    var ending = delivery.kind() == Kind.ON_SUCCESS ? "Success" : "Failure";
    var function = delivery.function();
    var entry =
        new EventEntry(
            "lambda",
            "Lambda Function Invocation Result - " + ending,
            delivery.body().text(),
            List.of(function.functionArn() + ":" + function.effectiveQualifier(), bus.toString()),
            null,
            delivery.traceId());
    entry.check(); // a record may be too large for an event
    var event = entry.event(eventIds.get(), bus, clock.instant(), delivery.traceId());
    ingestion.put(List.of(ingestion.plan(bus, event, _ -> true)));
    return new Receipt.Delivered();
  }
}
