package dev.hearth.messaging.queues.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.QueueSettings;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.messaging.queues.SentMessage;
import dev.hearth.messaging.queues.api.MessageInput.Checked;
import dev.hearth.messaging.sealing.KeyUser;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/// Puts up to ten messages into a queue, in their order. Those that the queue does not take fail by
/// themselves; the others are sent in one transaction.
final class SendMessageBatch
    implements Operation<SendMessageBatchRequest, SendMessageBatchResponse> {
  private final Queues queues;

  SendMessageBatch(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(SendMessageBatchRequest input, Call call) {
    return QueueAddress.shared("SendMessage", input.queueUrl(), call);
  }

  @Override
  public SendMessageBatchResponse run(SendMessageBatchRequest input, Call call) {
    Batch.check(
        input.entries().stream().map(SendMessageBatchRequestEntry::id).toList(),
        "SendMessageBatchRequestEntry");
    var queue = QueueAddress.find(queues, input.queueUrl(), call);
    var ids = new ArrayList<String>();
    var checked = new ArrayList<Checked>();
    var failed = new ArrayList<BatchResultErrorEntry>();
    for (var entry : input.entries()) {
      try {
        var message = MessageInput.of(entry).check(call);
        queues.check(queue, message.message());
        checked.add(message);
        ids.add(entry.id());
      } catch (ServiceException refusal) {
        failed.add(Batch.failed(entry.id(), refusal));
      }
    }
    refuseTooLong(checked);
    var successful = new ArrayList<SendMessageBatchResultEntry>();
    if (!checked.isEmpty()) {
      var sent =
          queues.send(
              queue, checked.stream().map(Checked::message).toList(), KeyUser.of(call.caller()));
      for (int i = 0; i < ids.size(); i++) {
        successful.add(successful(ids.get(i), checked.get(i), sent.get(i)));
      }
    }
    return SendMessageBatchResponse.builder().successful(successful).failed(failed).build();
  }

  private static void refuseTooLong(List<Checked> messages) {
    long size = messages.stream().mapToLong(each -> each.message().size()).sum();
    if (size > QueueSettings.LARGEST_MESSAGE) {
      throw new ServiceException(
          "BatchRequestTooLong",
          400,
          "Batch requests cannot be longer than %d bytes. You have sent %d bytes."
              .formatted(QueueSettings.LARGEST_MESSAGE, size));
    }
  }

  private static SendMessageBatchResultEntry successful(
      String id, Checked checked, SentMessage sent) {
    return SendMessageBatchResultEntry.builder()
        .id(id)
        .messageId(sent.messageId())
        .sequenceNumber(sent.sequenceNumber())
        .md5OfMessageBody(checked.bodyDigest())
        .md5OfMessageAttributes(checked.attributesDigest())
        .md5OfMessageSystemAttributes(checked.systemDigest())
        .build();
  }
}
