package dev.hearth.invocation.async;

import dev.hearth.invocation.ledger.Ledger;
import dev.hearth.invocation.ledger.Sending.State;
import dev.hearth.store.QueueWorker;
import dev.hearth.store.WorkQueue;
import dev.hearth.store.WorkQueue.Lease;
import java.time.Duration;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/// Records on their way to destinations: queued in the transaction that ends their event, and sent
/// until they are taken, refused or too old.
public final class Deliveries {
  /// Bounds the memory that records take: they are a megabyte at most.
  private static final int MOST_AT_ONCE = 50;

  /// How long a destination that does not answer is tried.
  private static final Duration LONGEST = Duration.ofHours(6);

  private final WorkQueue queue;
  private final Ledger ledger;
  private final Destinations destinations;
  private final InstantSource clock;
  private final QueueWorker worker;

  /// @param queue in the ledger's database
  public Deliveries(
      WorkQueue queue, Ledger ledger, Destinations destinations, InstantSource clock) {
    this.queue = queue;
    this.ledger = ledger;
    this.destinations = destinations;
    this.clock = clock;
    worker = new QueueWorker(queue, "delivery", MOST_AT_ONCE, this::deliver);
  }

  /// Queues a record, as part of the caller's transaction.
  ///
  /// @param entry the ledger's that it belongs to
  void add(Handle sql, long entry, Delivery delivery) {
    if (delivery.body().size() > EventQueue.LARGEST_EVENT) {
      var why =
          "The record has %d bytes; %d can be sent"
              .formatted(delivery.body().size(), EventQueue.LARGEST_EVENT);
      ledger.enter(sql, entry, delivery.sending(State.FAILED, why));
      return;
    }
    ledger.enter(sql, entry, delivery.sending(State.PENDING, ""));
    queue.enqueue(sql, delivery.function().functionArn(), delivery.encode(entry), clock.instant());
  }

  void wake() {
    queue.announce();
  }

  QueueWorker worker() {
    return worker;
  }

  private void deliver(Lease lease) {
    var queued = Delivery.decode(lease.payload());
    switch (destinations.deliver(queued.delivery())) {
      case Receipt.Delivered() -> settle(lease, queued, State.DELIVERED, "");
      case Receipt.Refused(var why) -> settle(lease, queued, State.FAILED, why);
      case Receipt.Unavailable(var why) -> {
        var next = clock.instant().plus(RetryPolicy.deferral(lease.deliveries() - 1));
        if (next.isAfter(lease.enqueued().plus(LONGEST))) {
          settle(lease, queued, State.FAILED, why);
        } else {
          queue.retry(lease, next);
        }
      }
    }
  }

  private void settle(Lease lease, Delivery.Queued queued, State state, String why) {
    queue.complete(
        lease, sql -> ledger.update(sql, queued.entry(), queued.delivery().sending(state, why)));
  }
}
