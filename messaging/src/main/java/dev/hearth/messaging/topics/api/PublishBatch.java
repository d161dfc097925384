package dev.hearth.messaging.topics.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.sealing.KeyUser;
import dev.hearth.messaging.topics.delivery.Draft;
import dev.hearth.messaging.topics.delivery.Publisher;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;

/// Publishes up to ten messages at once, in their order and in one transaction; those that are
/// wrong fail alone.
final class PublishBatch implements Operation<PublishBatchRequest, PublishBatchResponse> {
  private static final int MOST = 10;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

  private final TopicAccess access;
  private final Publisher publisher;

  PublishBatch(TopicAccess access, Publisher publisher) {
    this.access = access;
    this.publisher = publisher;
  }

  @Override
  public Access access(PublishBatchRequest input, Call call) {
    return access.on("sns:Publish", TopicAccess.topic(call, input.topicArn()), call);
  }

  @Override
  public PublishBatchResponse run(PublishBatchRequest input, Call call) {
    var topic = TopicAccess.topic(call, input.topicArn());
    check(input.publishBatchRequestEntries());
    var ids = new ArrayList<String>();
    var drafts = new ArrayList<Draft>();
    var failed = new ArrayList<BatchResultErrorEntry>();
    for (var entry : input.publishBatchRequestEntries()) {
      try {
        var draft = read(entry).draft(call.traceId());
        publisher.check(topic, draft);
        ids.add(entry.id());
        drafts.add(draft);
      } catch (ServiceException e) {
        if (e.status() != 400) {
          throw e; // of the topic, not of the entry
        }
        failed.add(failure(entry.id(), e));
      }
    }
    var successful = new ArrayList<PublishBatchResultEntry>();
    var accepted =
        drafts.isEmpty()
            ? List.<Publisher.Accepted>of()
            : publisher.publish(topic, drafts, KeyUser.of(call.caller()));
    for (int i = 0; i < accepted.size(); i++) {
      successful.add(
          PublishBatchResultEntry.builder()
              .id(ids.get(i))
              .messageId(accepted.get(i).messageId())
              .sequenceNumber(accepted.get(i).sequence())
              .build());
    }
    return PublishBatchResponse.builder().successful(successful).failed(failed).build();
  }

  private static void check(List<PublishBatchRequestEntry> entries) {
    if (entries.isEmpty()) {
      throw refused("EmptyBatchRequest", "The batch request doesn't contain any entries.");
    }
    if (entries.size() > MOST) {
      throw refused(
          "TooManyEntriesInBatchRequest",
          "The batch request contains more entries than permissible.");
    }
    var ids = new HashSet<String>();
    long size = 0;
    for (var entry : entries) {
      if (!ID.matcher(entry.id()).matches()) {
        throw refused(
            "InvalidBatchEntryId",
            "The Id of a batch entry in a batch request doesn't abide by the specification.");
      }
      if (!ids.add(entry.id())) {
        throw refused(
            "BatchEntryIdsNotDistinct",
            "Two or more batch entries in the request have the same Id.");
      }
      size += read(entry).size();
    }
    if (size > MessageInput.LARGEST) {
      throw refused(
          "BatchRequestTooLong",
          "The length of all the batch messages put together is more than the limit.");
    }
  }

  private static MessageInput read(PublishBatchRequestEntry entry) {
    return new MessageInput(
        entry.message(),
        entry.subject(),
        entry.messageStructure(),
        entry.messageAttributes(),
        entry.messageGroupId(),
        entry.messageDeduplicationId());
  }

  private static BatchResultErrorEntry failure(String id, ServiceException e) {
    return BatchResultErrorEntry.builder()
        .id(id)
        .code(e.code())
        .message(e.getMessage())
        .senderFault(true)
        .build();
  }

  private static ServiceException refused(String code, String message) {
    return new ServiceException(code, 400, message);
  }
}
