package dev.hearth.messaging.buses.delivery;

import dev.hearth.invocation.async.Framed;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.buses.BusEvent;
import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.RuleReference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event for one target of a rule, as it waits. The target's settings are looked up when it is
/// sent, so mending them helps what waits already.
///
/// @param target the target's id
public record QueuedDelivery(RuleReference rule, String target, BusEvent event) {
  private record Head(
      String account,
      String region,
      String bus,
      String rule,
      String target,
      long ingested,
      @Nullable String trace,
      boolean forwarded) {}

  /// Targets share the work fairly: one with a long backlog delays no other.
  public String lane() {
    var bus = rule.bus();
    return String.join(
        "/", bus.account().digits(), bus.region().name(), bus.name(), rule.name(), target);
  }

  public Payload encode() {
    var bus = rule.bus();
    return Framed.join(
        new Head(
            bus.account().digits(),
            bus.region().name(),
            bus.name(),
            rule.name(),
            target,
            event.ingested().toEpochMilli(),
            event.trace(),
            event.forwarded()),
        Payload.of(event.json()));
  }

  static QueuedDelivery decode(Payload stored) {
    var head = Framed.head(stored, Head.class);
    var bus = new BusReference(new AccountId(head.account), new Region(head.region), head.bus);
    var event =
        BusEvent.read(
            Framed.body(stored).bytes(),
            Instant.ofEpochMilli(head.ingested),
            head.trace,
            head.forwarded);
    return new QueuedDelivery(new RuleReference(bus, head.rule), head.target, event);
  }
}
