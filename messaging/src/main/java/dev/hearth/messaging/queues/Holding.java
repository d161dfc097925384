package dev.hearth.messaging.queues;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.Receipts.Receipt;
import dev.hearth.messaging.queues.store.LaneTable;
import dev.hearth.messaging.queues.store.MessageTable;
import dev.hearth.messaging.queues.store.MessageTable.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// What the holder of a received message can do with it.
final class Holding {
  /// From its receiving on, a message can be hidden so long. Source: SQS Developer Guide,
  /// "Visibility timeout".
  static final Duration LONGEST = Duration.ofHours(12);

  private Holding() {}

  /// A receipt, as its caller wrote it.
  record Held(String handle, Receipt receipt) {}

  /// Deletes messages.
  ///
  /// A standard queue ignores receipts of an earlier receive; a FIFO queue refuses them, and those
  /// whose time is over.
  ///
  /// @return for each its refusal, or nothing
  static List<Optional<ServiceException>> delete(
      Handle sql, Queue queue, List<Held> held, long now) {
    if (queue.isFifo()) {
      return deleteInOrder(sql, queue, held, now);
    }
    new MessageTable(sql)
        .delete(
            queue.id(),
            held.stream().map(each -> each.receipt().message()).toList(),
            held.stream().map(each -> each.receipt().fence()).toList());
    return held.stream().map(_ -> Optional.<ServiceException>empty()).toList();
  }

  private static List<Optional<ServiceException>> deleteInOrder(
      Handle sql, Queue queue, List<Held> held, long now) {
    var table = new MessageTable(sql);
    Set<String> lanes = new HashSet<>();
    var outcomes = new ArrayList<Optional<ServiceException>>();
    for (var each : held) {
      var state = table.state(queue.id(), each.receipt().message());
      if (state.isEmpty()) {
        outcomes.add(Optional.empty()); // deleted before
      } else if (holds(each.receipt(), state.get(), now)) {
        table.delete(List.of(each.receipt().message()));
        var lane = state.get().lane();
        if (lane != null) {
          lanes.add(lane);
        }
        outcomes.add(Optional.empty());
      } else {
        outcomes.add(
            Optional.of(
                QueueErrors.invalidParameter(
                    each.handle(), "ReceiptHandle", "The receipt handle has expired.")));
      }
    }
    var order = new LaneTable(sql, queue.id());
    for (var lane : lanes) {
      order.promote(lane, queue.settings().delay().toMillis());
    }
    return outcomes;
  }

  private static boolean holds(Receipt receipt, State state, long now) {
    return state.leased() && state.visibleAt() > now && state.receives() == receipt.fence();
  }

  /// Hides a message for `timeout` from now on; zero shows it at once.
  ///
  /// @throws ServiceException as `ChangeMessageVisibility` refuses
  static void hide(Handle sql, Queue queue, Held held, Duration timeout, long now) {
    var table = new MessageTable(sql);
    var receipt = held.receipt();
    var state =
        table
            .state(queue.id(), receipt.message())
            .filter(found -> found.receives() == receipt.fence())
            .orElseThrow(
                () ->
                    QueueErrors.invalidParameter(
                        held.handle(),
                        "ReceiptHandle",
                        "Message does not exist or is not available for visibility timeout"
                            + " change."));
    if (!state.leased() || state.visibleAt() <= now) {
      throw new ServiceException(
          "MessageNotInflight", 400, "The message referred to isn't in flight.");
    }
    if (now + timeout.toMillis() - receipt.receivedAt() > LONGEST.toMillis()) {
      throw QueueErrors.invalidParameter(
          Long.toString(timeout.toSeconds()),
          "VisibilityTimeout",
          "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]");
    }
    table.show(receipt.message(), now + timeout.toMillis());
  }
}
