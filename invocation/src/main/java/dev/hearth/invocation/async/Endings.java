package dev.hearth.invocation.async;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.invocation.Lineage;
import dev.hearth.invocation.ledger.Ended;
import dev.hearth.invocation.ledger.Ledger;
import dev.hearth.invocation.ledger.Outcome;
import dev.hearth.invocation.ledger.Sending.Kind;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.WorkQueue.Lease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ends events: in one transaction an event leaves its queue, the ledger tells how it ended, and
/// what its destinations are told waits to be sent. After a crash all of it has happened or none.
final class Endings {
  private final EventQueue events;
  private final Ledger ledger;
  private final Deliveries deliveries;
  private final Functions functions;

  /// All of these are of one database.
  Endings(EventQueue events, Ledger ledger, Deliveries deliveries, Functions functions) {
    this.events = events;
    this.ledger = ledger;
    this.deliveries = deliveries;
    this.functions = functions;
  }

  /// Ends the event that `lease` holds, unless another holds it by now.
  void end(Lease lease, AsyncEnvelope envelope, AsyncSettings settings, Step.End end, Instant now) {
    var function = envelope.function();
    // The lease counts an attempt, but without an answer there was none this time.
    int attempts = end.answer() == null ? lease.attempts() - 1 : lease.attempts();
    var ended =
        new Ended(
            envelope.event().requestId(),
            function.functionArn(),
            function.qualifier(),
            lease.enqueued(),
            now,
            attempts,
            end.outcome(),
            end.why(),
            end.outcome() == Outcome.SUCCESS ? null : lease.payload());
    var told = deliveries(envelope, settings, attempts, end, now);
    boolean done =
        events
            .work()
            .complete(
                lease,
                sql -> {
                  var entry = ledger.enter(sql, ended);
                  told.forEach(delivery -> deliveries.add(sql, entry, delivery));
                });
    if (done && !told.isEmpty()) {
      deliveries.wake();
    }
  }

  private List<Delivery> deliveries(
      AsyncEnvelope envelope, AsyncSettings settings, int attempts, Step.End end, Instant now) {
    boolean succeeded = end.outcome() == Outcome.SUCCESS;
    var told = new ArrayList<Delivery>(2);
    var target = succeeded ? settings.onSuccess() : settings.onFailure();
    if (target == null && succeeded) {
      return told;
    }
    var version = version(envelope, end.answer() == null ? null : end.answer().executedVersion());
    if (version.isEmpty()) {
      return told; // the function is gone, and its role and destinations with it
    }
    var role = version.get().settings().role();
    if (target != null) {
      var kind = succeeded ? Kind.ON_SUCCESS : Kind.ON_FAILURE;
      var body = EventRecord.of(envelope, attempts, end, now);
      told.add(delivery(envelope, kind, target, role, Map.of(), body));
    }
    var deadLetters = version.get().settings().deadLetterTarget();
    if (!succeeded && deadLetters != null) {
      var attributes = EventRecord.attributes(envelope, end);
      var body = envelope.event().payload();
      told.add(delivery(envelope, Kind.DEAD_LETTER, deadLetters, role, attributes, body));
    }
    return told;
  }

  private static Delivery delivery(
      AsyncEnvelope envelope,
      Kind kind,
      String target,
      String role,
      Map<String, String> attributes,
      Payload body) {
    var function = envelope.function();
    return new Delivery(
        function,
        envelope.event().requestId(),
        kind,
        Arn.parse(target).orElseThrow(() -> new IllegalStateException("no ARN: " + target)),
        role,
        Lineage.entered(envelope.event().traceId(), function.functionArn()),
        attributes,
        body);
  }

  /// What ran, or would have.
  private Optional<FunctionVersion> version(
      AsyncEnvelope envelope, @Nullable String executedVersion) {
    var function = envelope.function();
    try {
      return Optional.of(
          functions.resolve(
              function.account(),
              function.region(),
              function.name(),
              executedVersion == null ? function.qualifier() : executedVersion));
    } catch (ServiceException e) {
      if (e.status() >= 500) {
        throw e; // it may be there: this is tried again
      }
      return Optional.empty();
    }
  }
}
