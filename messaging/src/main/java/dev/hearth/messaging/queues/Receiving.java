package dev.hearth.messaging.queues;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.store.Message;
import dev.hearth.messaging.queues.store.MessageCounts;
import dev.hearth.messaging.queues.store.MessageTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Takes messages out of queues for a while, and moves those away that were received too often.
final class Receiving {
  /// Most messages in flight. Source: SQS Developer Guide, "Queue quotas".
  static final int MOST_IN_FLIGHT = 120_000;

  static final int MOST_IN_FLIGHT_FIFO = 20_000;

  /// How often one receive goes on behind dead letters; the next goes on where it ended.
  private static final int ROUNDS = 20;

  private static final int MAX_REMEMBERED = 10_000;

  /// By queue, how many can be in flight at most: counted once and then added to, so that counting
  /// again is only needed where the limit may be reached.
  private final Cache<Long, AtomicLong> inFlight =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

  /// What is to be taken.
  ///
  /// @param deadLetters where to messages go that were received too often; null for nowhere
  /// @param most 1 to 10
  record Wanted(Queue queue, @Nullable Queue deadLetters, int most, Duration visibility) {
    long oldest(long now) {
      return now - queue.settings().retention().toMillis();
    }

    /// Whether a message was received too often, this time included.
    boolean isDead(Message message) {
      var redrive = queue.settings().redrive();
      return deadLetters != null
          && redrive != null
          && message.receives() - message.earlierReceives() > redrive.maxReceiveCount();
    }
  }

  /// What was taken.
  ///
  /// @param buried how many went to the dead-letter queue
  /// @param next when to look again where there was nothing; null for when told
  record Taken(List<Message> messages, int buried, @Nullable Long next) {}

  /// @throws ServiceException `OverLimit`
  Taken take(Handle sql, Wanted wanted, long now) {
    var table = new MessageTable(sql);
    var queue = wanted.queue();
    int most = Math.min(wanted.most(), room(sql, queue, now));
    var kept = new ArrayList<Message>();
    int buried = 0;
    if (most > 0) {
      buried =
          queue.isFifo()
              ? new OrderedReceiving(sql, wanted, now).take(most, kept)
              : plain(table, wanted, most, now, kept);
    }
    var bound = inFlight.getIfPresent(queue.id());
    if (bound != null) {
      bound.addAndGet(kept.size());
    }
    return new Taken(
        kept, buried, kept.isEmpty() ? table.nextVisible(queue.id(), now).orElse(null) : null);
  }

  private static int plain(
      MessageTable table, Wanted wanted, int most, long now, List<Message> kept) {
    long queue = wanted.queue().id();
    long until = now + wanted.visibility().toMillis();
    var deadLetters = wanted.deadLetters();
    int buried = 0;
    for (int round = 0; round < ROUNDS && kept.size() < most; round++) {
      var taken = table.take(queue, now, wanted.oldest(now), until, most - kept.size());
      var dead = taken.stream().filter(wanted::isDead).map(Message::id).toList();
      taken.stream().filter(message -> !wanted.isDead(message)).forEach(kept::add);
      if (dead.isEmpty() || deadLetters == null) {
        break;
      }
      table.bury(dead, deadLetters.id(), wanted.queue().arn().toString(), now);
      buried += dead.size();
      if (until == now && !kept.isEmpty()) {
        break; // those would be taken again
      }
    }
    return buried;
  }

  /// How many more may be in flight.
  private int room(Handle sql, Queue queue, long now) {
    int limit = queue.isFifo() ? MOST_IN_FLIGHT_FIFO : MOST_IN_FLIGHT;
    var bound = inFlight.getIfPresent(queue.id());
    if (bound == null || bound.get() >= limit) {
      bound = new AtomicLong(new MessageCounts(sql).inFlight(queue.id(), now));
      inFlight.put(queue.id(), bound);
    }
    long room = limit - bound.get();
    if (room <= 0 && !queue.isFifo()) {
      throw new ServiceException(
          "OverLimit",
          403,
          "Too many messages are in flight: %d in the queue %s.".formatted(limit, queue.name()));
    }
    return (int) Math.max(room, 0);
  }

  /// The receipts of earlier receives whose answer may have been lost.
  ///
  /// @return the messages again, hidden anew; empty where any of them was touched since
  List<Message> again(Handle sql, Wanted wanted, List<Receipts.Receipt> receipts, long now) {
    var table = new MessageTable(sql);
    var messages = new ArrayList<Message>();
    for (var receipt : receipts) {
      var message = table.find(wanted.queue().id(), receipt.message());
      if (message.isEmpty()
          || message.get().receives() != receipt.fence()
          || message.get().visibleAt() <= now) {
        return List.of();
      }
      messages.add(message.get());
    }
    long until = now + wanted.visibility().toMillis();
    messages.forEach(message -> table.show(message.id(), until));
    return messages;
  }
}
