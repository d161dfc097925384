package dev.hearth.messaging.mappings.engine;

import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.async.Delivery;
import dev.hearth.invocation.async.Destinations;
import dev.hearth.invocation.async.Receipt;
import dev.hearth.invocation.ledger.Sending;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.store.Mapping;
import dev.hearth.store.QueueWorker;
import dev.hearth.store.WorkQueue;
import dev.hearth.store.WorkQueue.Lease;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Records of failures on their way to destinations: queued in the transaction that gives the
/// records up, and sent until they are taken, refused or too old.
public final class FailureDeliveries {
  private static final System.Logger LOG = System.getLogger(FailureDeliveries.class.getName());

  private static final int MOST_AT_ONCE = 20;

  /// How long a destination that does not answer is tried.
  private static final Duration LONGEST = Duration.ofHours(6);

  private final WorkQueue queue;
  private final Destinations destinations;
  private final BatchInvoker invoker;
  private final InstantSource clock;
  private final QueueWorker worker;

  /// @param queue in the mappings' database
  public FailureDeliveries(
      WorkQueue queue, Destinations destinations, BatchInvoker invoker, InstantSource clock) {
    this.queue = queue;
    this.destinations = destinations;
    this.invoker = invoker;
    this.clock = clock;
    worker = new QueueWorker(queue, "mapping-failure", MOST_AT_ONCE, this::deliver);
  }

  /// Queues a record, as part of the caller's transaction; [#announce] afterwards.
  void add(Handle sql, Mapping mapping, String target, String requestId, Payload record) {
    var function = mapping.function();
    var delivery =
        new Delivery(
            function,
            requestId,
            Sending.Kind.ON_FAILURE,
            Arn.parse(target).orElseThrow(() -> new IllegalStateException("no ARN: " + target)),
            "", // it is looked up when it is sent: a role may change meanwhile
            null,
            Map.of(),
            record);
    queue.enqueue(sql, function.functionArn(), delivery.encode(0), clock.instant());
  }

  void announce() {
    queue.announce();
  }

  /// Sends what is due; see [QueueWorker].
  QueueWorker worker() {
    return worker;
  }

  private void deliver(Lease lease) {
    var delivery = Delivery.decode(lease.payload()).delivery();
    switch (send(delivery)) {
      case Receipt.Delivered() -> queue.complete(lease);
      case Receipt.Refused(var why) -> {
        LOG.log(Level.WARNING, "{0} does not take a record: {1}", delivery.target(), why);
        queue.complete(lease);
      }
      case Receipt.Unavailable(var why) -> {
        var next = clock.instant().plus(Backoff.after(lease.deliveries() - 1));
        if (next.isAfter(lease.enqueued().plus(LONGEST))) {
          LOG.log(Level.WARNING, "{0} took no record in time: {1}", delivery.target(), why);
          queue.complete(lease);
        } else {
          queue.retry(lease, next);
        }
      }
    }
  }

  private Receipt send(Delivery unsigned) {
    String role;
    try {
      role = role(unsigned.function());
    } catch (ServiceException e) {
      return e.status() >= 500
          ? new Receipt.Unavailable(e.getMessage())
          : new Receipt.Refused(e.getMessage());
    }
    return destinations.deliver(
        new Delivery(
            unsigned.function(),
            unsigned.requestId(),
            unsigned.kind(),
            unsigned.target(),
            role,
            unsigned.traceId(),
            unsigned.attributes(),
            unsigned.body()));
  }

  private String role(FunctionReference function) {
    return invoker.version(function).settings().role();
  }
}
