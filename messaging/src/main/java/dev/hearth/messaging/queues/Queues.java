package dev.hearth.messaging.queues;

import dev.hearth.identity.ResourcePolicies;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.Holding.Held;
import dev.hearth.messaging.queues.store.LaneTable;
import dev.hearth.messaging.queues.store.Message;
import dev.hearth.messaging.queues.store.MessageTable;
import dev.hearth.messaging.queues.store.ReceiptKeyTable;
import dev.hearth.messaging.sealing.DataKey;
import dev.hearth.messaging.sealing.DataKeys;
import dev.hearth.messaging.sealing.KeyUser;
import dev.hearth.store.Database;
import dev.hearth.store.Database.Isolation;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Queues for the rest of messaging, and for the operations of SQS.
///
/// To send within a transaction of one's own on the messaging database, so that a message goes to
/// all its places or to none:
///
/// ```
/// var queue = queues.find(arn).orElseThrow(…);      // from memory, before the transaction
/// queues.check(queue, message);                     // refuses what the queue does not take
/// var ready = queues.seal(queue, message, user);    // may ask KMS
/// database.write(sql -> { queues.send(sql, queue, List.of(ready)); … });
/// queues.announce(queue, 1);                        // afterwards; wakes who waits
/// ```
///
/// Whether somebody *may* is for [dev.hearth.wire.Authorization] to say, before: it is asked for
/// `Access.to("sqs:SendMessage", arn)` with a `Call` whose caller is, for a service, `new
/// Caller(account, "sns.amazonaws.com", "sns.amazonaws.com", null, Map.of("aws:SourceArn",
/// topicArn, "aws:SourceAccount", account))`; the queue's policy answers through [#policies()].
///
/// Messages are at least once: what is received and not deleted within its visibility timeout is
/// received again.
public final class Queues {
  /// Most messages that one call sends, receives or deletes.
  public static final int LARGEST_BATCH = 10;

  private final Database database;
  private final InstantSource clock;
  private final Waiters waiters = new Waiters();
  private final QueueDirectory directory;
  private final Sending sending;
  private final Polling polling;
  private final Receipts receipts;
  private final QueueStatistics statistics;
  private final DataKeys keys;

  /// @param database opened with [QueuesPart#SCHEMA]
  /// @param messageIds UUIDs
  public Queues(
      Database database, InstantSource clock, Supplier<String> messageIds, SecureRandom random) {
    this.database = database;
    this.clock = clock;
    directory = new QueueDirectory(database, waiters, clock);
    sending = new Sending(clock, messageIds);
    statistics = new QueueStatistics(database, clock);
    var key = new byte[32];
    random.nextBytes(key);
    receipts = new Receipts(database.write(sql -> new ReceiptKeyTable(sql).keep(key)));
    keys = new DataKeys(clock, KeyRefusals::inWords);
    polling = new Polling(database, directory, waiters, receipts, keys, clock);
  }

  /// The queue with this ARN, as it is now; from memory.
  public Optional<Queue> find(Arn arn) {
    return directory.find(arn);
  }

  /// Makes, changes, lists and deletes queues.
  public QueueDirectory directory() {
    return directory;
  }

  /// How full queues are, and how busy.
  public QueueStatistics statistics() {
    return statistics;
  }

  /// What seals the messages of queues that have a KMS key.
  public DataKeys keys() {
    return keys;
  }

  /// The queues' policies, for identity.
  public ResourcePolicies policies() {
    return arn ->
        arn.startsWith("arn:aws:sqs:")
            ? Arn.parse(arn).flatMap(directory::find).map(queue -> queue.settings().policy())
            : Optional.empty();
  }

  /// Refuses a message that the queue does not take.
  ///
  /// @throws ServiceException as `SendMessage` refuses: too large, no group for a FIFO queue, …
  public void check(Queue queue, OutgoingMessage message) {
    Sending.check(queue, message);
  }

  /// The message as the queue stores it: sealed where it has a KMS key, and else the same. To be
  /// called before the transaction, and after [#check].
  ///
  /// @throws ServiceException where `user` may not use the key: `KmsAccessDenied`, `KmsDisabled`, …
  public OutgoingMessage seal(Queue queue, OutgoingMessage message, KeyUser user) {
    return key(queue, user).map(message::sealedBy).orElse(message);
  }

  /// What [#seal] seals by, for messages that are written within the transaction only.
  public Optional<DataKey> key(Queue queue, KeyUser user) {
    var encryption = queue.settings().encryption();
    return encryption == null
        ? Optional.empty()
        : Optional.of(keys.sealing(encryption.keyId(), queue.arn(), encryption.reuse(), user));
  }

  /// Puts messages into a queue, in their order, as part of the caller's transaction on the
  /// messaging database; for a FIFO queue a serializable one. Each was checked and sealed. Call
  /// [#announce] afterwards, or whoever waits for messages sees them late.
  ///
  /// @param messages 1 at least
  public List<SentMessage> send(Handle sql, Queue queue, List<OutgoingMessage> messages) {
    return sending.put(sql, queue, messages);
  }

  /// Wakes those who wait for a queue's messages.
  ///
  /// @param messages how many were sent
  public void announce(Queue queue, int messages) {
    statistics.sent(queue, messages);
    waiters.wake(queue.id(), messages);
  }

  /// Sends messages in a transaction of their own; they are durable when this returns.
  ///
  /// @param messages 1 at least
  /// @param user in whose name the queue's key is used
  /// @throws ServiceException as [#check] and [#seal] refuse; nothing was sent then
  public List<SentMessage> send(Queue queue, List<OutgoingMessage> messages, KeyUser user) {
    messages.forEach(message -> check(queue, message));
    return sendChecked(
        queue,
        queue.settings().encryption() == null
            ? messages
            : messages.stream().map(message -> seal(queue, message, user)).toList());
  }

  private List<SentMessage> sendChecked(Queue queue, List<OutgoingMessage> messages) {
    var sent = database.write(isolation(queue), sql -> send(sql, queue, messages));
    announce(queue, messages.size());
    return sent;
  }

  /// As above, one message.
  public SentMessage send(Queue queue, OutgoingMessage message, KeyUser user) {
    return send(queue, List.of(message), user).getFirst();
  }

  /// What is to be received.
  ///
  /// @param most 1 to [#LARGEST_BATCH]
  /// @param visibility how long the messages are hidden; null for the queue's own timeout
  /// @param waitTime how long to wait for the first message; zero looks once
  /// @param attempt the `ReceiveRequestAttemptId` of a FIFO queue; null for none
  public record Receive(
      int most, @Nullable Duration visibility, Duration waitTime, @Nullable String attempt) {
    /// Up to `most`, for the queue's own visibility timeout.
    public static Receive upTo(int most, Duration waitTime) {
      return new Receive(most, null, waitTime, null);
    }
  }

  /// Receives messages; where there are none, waits for the first.
  ///
  /// @return nothing when none came in time, or the thread was interrupted
  /// @throws ServiceException `QueueDoesNotExist`, also when it is deleted meanwhile; `OverLimit`;
  ///   `KmsAccessDenied` and the like where `user` cannot open what there is, which then stays
  public List<ReceivedMessage> receive(Queue queue, Receive wanted, KeyUser user) {
    var received = polling.receive(queue, wanted, user);
    statistics.received(queue, received.size());
    return received;
  }

  /// Deletes a message that was received.
  ///
  /// @throws ServiceException `ReceiptHandleIsInvalid`; `InvalidParameterValue` where a FIFO
  ///   queue's message is not held any longer
  public void delete(Queue queue, String receiptHandle) {
    var refusal = delete(queue, List.of(receiptHandle)).getFirst();
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  /// As above, of several messages each for itself.
  ///
  /// @return for each its refusal, or nothing where it is deleted
  public List<Optional<ServiceException>> delete(Queue queue, List<String> receiptHandles) {
    return each(
        queue,
        receiptHandles,
        held -> {
          var outcomes =
              database.write(
                  isolation(queue), sql -> Holding.delete(sql, queue, held, clock.millis()));
          if (queue.isFifo()) {
            waiters.wake(queue.id(), held.size()); // their groups go on
          }
          return outcomes;
        });
  }

  /// Hides a received message for `timeout` from now on; zero shows it at once.
  ///
  /// @throws ServiceException `ReceiptHandleIsInvalid`, `MessageNotInflight`;
  ///   `InvalidParameterValue` where it is gone, or would be hidden for more than 12 hours
  public void changeVisibility(Queue queue, String receiptHandle, Duration timeout) {
    var held = held(queue, receiptHandle).orElseThrow(QueueErrors::invalidHandle);
    database.write(
        isolation(queue),
        sql -> {
          Holding.hide(sql, queue, held, timeout, clock.millis());
          return null;
        });
    waiters.wake(queue.id(), 1);
  }

  /// Runs `work` on the receipts that are ours and puts its outcomes where they belong.
  private List<Optional<ServiceException>> each(
      Queue queue,
      List<String> handles,
      Function<List<Held>, List<Optional<ServiceException>>> work) {
    var found = handles.stream().map(handle -> held(queue, handle)).toList();
    var held = found.stream().flatMap(Optional::stream).toList();
    var outcomes = held.isEmpty() ? List.<Optional<ServiceException>>of() : work.apply(held);
    var next = outcomes.iterator();
    var all = new ArrayList<Optional<ServiceException>>();
    for (var each : found) {
      all.add(each.isPresent() ? next.next() : Optional.of(QueueErrors.invalidHandle()));
    }
    return all;
  }

  private Optional<Held> held(Queue queue, String handle) {
    return receipts
        .read(handle)
        .filter(receipt -> receipt.queue() == queue.id())
        .map(receipt -> new Held(handle, receipt));
  }

  /// Puts messages of another queue in.
  void moveIn(Handle sql, Queue queue, List<Message> messages) {
    sending.moveIn(sql, queue, messages);
  }

  /// Deletes messages whatever their state; their groups go on.
  static void remove(Handle sql, Queue queue, List<Long> ids) {
    var order = new LaneTable(sql, queue.id());
    var lanes = queue.isFifo() ? order.lanes(ids) : List.<String>of();
    new MessageTable(sql).delete(ids);
    for (var lane : lanes) {
      order.promote(lane, queue.settings().delay().toMillis());
    }
  }

  /// Whether somebody of this process waits for the queue's messages.
  boolean isWaitedFor(Queue queue) {
    return waiters.isWaiting(queue.id());
  }

  /// FIFO queues read before they write.
  static Isolation isolation(Queue queue) {
    return queue.isFifo() ? Isolation.SERIALIZABLE : Isolation.READ_COMMITTED;
  }
}
