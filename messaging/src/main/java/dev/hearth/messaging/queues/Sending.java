package dev.hearth.messaging.queues;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.store.LaneTable;
import dev.hearth.messaging.queues.store.LaneTable.Earlier;
import dev.hearth.messaging.queues.store.Message;
import dev.hearth.messaging.queues.store.MessageTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Puts messages into queues.
final class Sending {
  /// How long a FIFO queue knows what it was sent. Source: SQS Developer Guide, "Exactly-once
  /// processing".
  static final Duration DEDUPLICATION = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final Supplier<String> messageIds;

  /// @param messageIds UUIDs
  Sending(InstantSource clock, Supplier<String> messageIds) {
    this.clock = clock;
    this.messageIds = messageIds;
  }

  /// Refuses what the queue does not take.
  ///
  /// @throws ServiceException as `SendMessage` refuses
  static void check(Queue queue, OutgoingMessage message) {
    var settings = queue.settings();
    if (message.body().isEmpty()) {
      throw QueueErrors.missingParameter("MessageBody");
    }
    if (message.size() > settings.maximumMessageSize()) {
      throw QueueErrors.invalidParameter(
          "One or more parameters are invalid. Reason: Message must be shorter than %d bytes."
              .formatted(settings.maximumMessageSize()));
    }
    if (!settings.fifo()) {
      if (message.deduplicationId() != null) {
        throw QueueErrors.invalidParameter(
            message.deduplicationId(),
            "MessageDeduplicationId",
            "The request includes a parameter that is not valid for this queue type.");
      }
      return;
    }
    if (message.groupId() == null) {
      throw QueueErrors.missingParameter("MessageGroupId");
    }
    if (message.deduplicationId() == null && !settings.contentBasedDeduplication()) {
      throw QueueErrors.invalidParameter(
          "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId"
              + " provided explicitly");
    }
    if (message.delay() != null && !message.delay().isZero()) {
      throw QueueErrors.invalidParameter(
          Long.toString(message.delay().toSeconds()),
          "DelaySeconds",
          "The request include parameter that is not valid for this queue type.");
    }
  }

  /// Puts checked messages in, in their order.
  List<SentMessage> put(Handle sql, Queue queue, List<OutgoingMessage> messages) {
    long now = clock.millis();
    return queue.isFifo() ? ordered(sql, queue, messages, now) : plain(sql, queue, messages, now);
  }

  private List<SentMessage> plain(
      Handle sql, Queue queue, List<OutgoingMessage> messages, long now) {
    var rows = new ArrayList<Message>(messages.size());
    var sent = new ArrayList<SentMessage>(messages.size());
    for (var message : messages) {
      var delay = message.delay() == null ? queue.settings().delay() : message.delay();
      var id = messageIds.get();
      rows.add(row(queue, message, id, null, now, now + delay.toMillis()));
      sent.add(new SentMessage(id, null));
    }
    new MessageTable(sql).insert(rows);
    return sent;
  }

  private List<SentMessage> ordered(
      Handle sql, Queue queue, List<OutgoingMessage> messages, long now) {
    var lanes = new LaneTable(sql, queue.id());
    var sent = new ArrayList<SentMessage>(messages.size());
    for (var message : messages) {
      sent.add(ordered(sql, lanes, queue, message, now));
    }
    return sent;
  }

  private SentMessage ordered(
      Handle sql, LaneTable lanes, Queue queue, OutgoingMessage given, long now) {
    var group = given.groupId();
    if (group == null) {
      throw new IllegalArgumentException("groupId: null (expected: a group, as it was checked)");
    }
    var token = given.deduplicationId() == null ? sha256(given.body()) : given.deduplicationId();
    var message = given.inGroup(group, token);
    var scope = queue.settings().deduplicationByGroup() ? group : "";
    var earlier = lanes.duplicates(scope, token, now - DEDUPLICATION.toMillis());
    if (!earlier.isEmpty()) {
      return sent(earlier.getFirst());
    }
    long visible =
        lanes.isEmpty(group) ? now + queue.settings().delay().toMillis() : MessageTable.BEHIND;
    var id = messageIds.get();
    long sequence = new MessageTable(sql).insert(row(queue, message, id, group, now, visible));
    var put = new Earlier(id, sequence);
    lanes.remember(scope, token, now, put);
    return sent(put);
  }

  /// Puts messages of another queue in, as new ones that nobody has received; they are never taken
  /// for duplicates. Each stays sealed as it was, or in the clear.
  void moveIn(Handle sql, Queue queue, List<Message> messages) {
    long now = clock.millis();
    var table = new MessageTable(sql);
    var lanes = new LaneTable(sql, queue.id());
    for (var message : messages) {
      var lane = queue.isFifo() ? message.groupId() : null;
      table.insert(
          new Message(
              0,
              queue.id(),
              lane == null || lanes.isEmpty(lane) ? now : MessageTable.BEHIND,
              0,
              0,
              0,
              now,
              now,
              lane,
              messageIds.get(),
              message.sender(),
              message.groupId(),
              message.deduplicationId(),
              message.trace(),
              null,
              message.attributes(),
              message.body()));
    }
  }

  private static SentMessage sent(Earlier message) {
    return new SentMessage(message.messageId(), sequenceNumber(message.sequence()));
  }

  /// As SQS writes it.
  static String sequenceNumber(long id) {
    return "%020d".formatted(id);
  }

  private static Message row(
      Queue queue,
      OutgoingMessage message,
      String id,
      @Nullable String lane,
      long now,
      long visibleAt) {
    if (message.sealed() == null && queue.settings().encryption() != null) {
      throw new IllegalStateException("a message for " + queue.arn() + " is not sealed");
    }
    return new Message(
        0,
        queue.id(),
        visibleAt,
        0,
        0,
        0,
        now,
        now,
        lane,
        id,
        message.sender(),
        message.groupId(),
        message.deduplicationId(),
        message.trace(),
        null,
        SealedContent.attributes(message),
        SealedContent.body(message));
  }

  private static String sha256(String body) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(body.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
