package dev.hearth.messaging.queues;

import dev.hearth.messaging.sealing.DataKey;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A message on its way into a queue.
///
/// @param body 1 character at least; what XML does not allow was replaced
/// @param attributes by name, 10 at most
/// @param sender the `SenderId` that receivers are shown, such as `AIDA…` or `AROA…:session`
/// @param trace the `AWSTraceHeader`; null for none
/// @param delay 0 to 900 s; null for the queue's own, and always for FIFO queues
/// @param groupId the `MessageGroupId`, which FIFO queues demand; null for none
/// @param deduplicationId null for none; a queue with content-based deduplication then makes one
/// @param sealed what is stored of body and attributes; null where they are stored as they are
public record OutgoingMessage(
    String body,
    Map<String, MessageAttribute> attributes,
    String sender,
    @Nullable String trace,
    @Nullable Duration delay,
    @Nullable String groupId,
    @Nullable String deduplicationId,
    @Nullable SealedContent sealed) {

  /// A message in the clear.
  public OutgoingMessage(
      String body,
      Map<String, MessageAttribute> attributes,
      String sender,
      @Nullable String trace,
      @Nullable Duration delay,
      @Nullable String groupId,
      @Nullable String deduplicationId) {
    this(body, attributes, sender, trace, delay, groupId, deduplicationId, null);
  }

  /// A message without attributes, delay or group.
  public static OutgoingMessage of(String body, String sender) {
    return new OutgoingMessage(body, Map.of(), sender, null, null, null, null);
  }

  /// With these attributes; what was sealed with others is not any more.
  public OutgoingMessage with(Map<String, MessageAttribute> attributes) {
    return new OutgoingMessage(body, attributes, sender, trace, delay, groupId, deduplicationId);
  }

  /// In this group and with this token against duplicates.
  ///
  /// @param deduplicationId null for none
  public OutgoingMessage inGroup(@Nullable String groupId, @Nullable String deduplicationId) {
    return new OutgoingMessage(
        body, attributes, sender, trace, delay, groupId, deduplicationId, sealed);
  }

  /// As part of this trace.
  ///
  /// @param trace null for none
  public OutgoingMessage traced(@Nullable String trace) {
    return new OutgoingMessage(
        body, attributes, sender, trace, delay, groupId, deduplicationId, sealed);
  }

  /// To be stored sealed by `key` only.
  public OutgoingMessage sealedBy(DataKey key) {
    return new OutgoingMessage(
        body,
        attributes,
        sender,
        trace,
        delay,
        groupId,
        deduplicationId,
        SealedContent.of(key, this));
  }

  /// What counts against the queue's `MaximumMessageSize`, in bytes: the body, and each attribute's
  /// name, type and value.
  public int size() {
    int size = Utf8.length(body);
    for (var entry : attributes.entrySet()) {
      var attribute = entry.getValue();
      size += Utf8.length(entry.getKey()) + Utf8.length(attribute.dataType());
      if (attribute.string() != null) {
        size += Utf8.length(attribute.string());
      }
      if (attribute.binary() != null) {
        size += attribute.binary().size();
      }
    }
    return size;
  }
}
