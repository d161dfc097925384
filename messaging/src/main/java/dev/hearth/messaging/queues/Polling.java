package dev.hearth.messaging.queues;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.Opening.KeysNeeded;
import dev.hearth.messaging.queues.Queues.Receive;
import dev.hearth.messaging.queues.Receipts.Receipt;
import dev.hearth.messaging.queues.Receiving.Wanted;
import dev.hearth.messaging.queues.store.Message;
import dev.hearth.messaging.sealing.DataKeys;
import dev.hearth.messaging.sealing.KeyUser;
import dev.hearth.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Receives messages, and waits where there are none: what `ReceiveMessage` does.
final class Polling {
  private final Database database;
  private final QueueDirectory directory;
  private final Waiters waiters;
  private final Receipts receipts;
  private final DataKeys keys;
  private final InstantSource clock;
  private final Receiving receiving = new Receiving();
  private final Attempts attempts = new Attempts();

  Polling(
      Database database,
      QueueDirectory directory,
      Waiters waiters,
      Receipts receipts,
      DataKeys keys,
      InstantSource clock) {
    this.database = database;
    this.directory = directory;
    this.waiters = waiters;
    this.receipts = receipts;
    this.keys = keys;
    this.clock = clock;
  }

  /// @return nothing when none came in time, or the thread was interrupted
  /// @throws ServiceException `QueueDoesNotExist`, also when it is deleted meanwhile; `OverLimit`;
  ///   `KmsAccessDenied` and the like where the user cannot open what there is, which then stays
  List<ReceivedMessage> receive(Queue queue, Receive wanted, KeyUser user) {
    var opening = new Opening(keys, user);
    long deadline = System.nanoTime() + wanted.waitTime().toNanos();
    try (var place = waiters.join(queue.id())) {
      boolean waited = false;
      while (true) {
        long seen = place.news();
        var current = current(queue);
        var taken = take(current, wanted, opening);
        var left = Duration.ofNanos(deadline - System.nanoTime());
        if (!taken.messages().isEmpty() || !left.isPositive()) {
          if (waited || taken.messages().size() == wanted.most()) {
            waiters.wake(queue.id(), 1); // there may be more, and nobody else knows
          }
          return taken.messages().stream()
              .map(each -> received(current, opening.open(each)))
              .toList();
        }
        var next = taken.next();
        var due = next == null ? left : Duration.ofMillis(next - clock.millis());
        waited = true;
        if (!place.await(seen, due.compareTo(left) < 0 ? due : left)) {
          return List.of();
        }
      }
    }
  }

  /// The queue as it is now.
  private Queue current(Queue queue) {
    return directory
        .find(queue.arn())
        .filter(found -> found.id() == queue.id())
        .orElseThrow(QueueErrors::noSuchQueue);
  }

  private Receiving.Taken take(Queue queue, Receive receive, Opening opening) {
    while (true) { // each time with more keys
      try {
        return takeOpenable(queue, receive, opening);
      } catch (KeysNeeded needed) {
        opening.ask(needed, queue);
      }
    }
  }

  private Receiving.Taken takeOpenable(Queue queue, Receive receive, Opening opening) {
    var visibility = receive.visibility();
    var wanted =
        new Wanted(
            queue,
            deadLetters(queue),
            receive.most(),
            visibility == null ? queue.settings().visibility() : visibility);
    var attempt = queue.isFifo() ? receive.attempt() : null;
    var before = attempts.find(queue, attempt, clock.instant());
    var taken =
        database.write(
            Queues.isolation(queue),
            sql -> {
              long now = clock.millis();
              var again = receiving.again(sql, wanted, before, now);
              var found =
                  again.isEmpty()
                      ? receiving.take(sql, wanted, now)
                      : new Receiving.Taken(again, 0, null);
              opening.check(found.messages());
              return found;
            });
    attempts.remember(queue, attempt, clock.instant(), taken.messages());
    if (taken.buried() > 0 && wanted.deadLetters() != null) {
      waiters.wake(wanted.deadLetters().id(), taken.buried());
    }
    return taken;
  }

  private @Nullable Queue deadLetters(Queue queue) {
    var redrive = queue.settings().redrive();
    return redrive == null
        ? null
        : directory
            .find(redrive.deadLetterQueue())
            .filter(found -> found.id() != queue.id() && found.isFifo() == queue.isFifo())
            .filter(found -> found.settings().redriveAllow().allows(queue.arn()))
            .orElse(null);
  }

  private ReceivedMessage received(Queue queue, Message message) {
    boolean fifo = queue.isFifo();
    var receipt = new Receipt(queue.id(), message.id(), message.receives(), clock.millis());
    return new ReceivedMessage(
        message.messageId(),
        receipts.write(receipt),
        message.body(),
        Json.readAttributes(message.attributes()),
        message.sender(),
        Instant.ofEpochMilli(message.sentAt()),
        Instant.ofEpochMilli(message.firstReceivedAt()),
        message.receives(),
        message.trace(),
        message.groupId(),
        fifo ? message.deduplicationId() : null,
        fifo ? Sending.sequenceNumber(message.id()) : null,
        message.deadLetterSource());
  }
}
