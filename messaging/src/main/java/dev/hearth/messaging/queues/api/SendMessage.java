package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.Queues;
import dev.hearth.messaging.sealing.KeyUser;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/// Puts one message into a queue.
final class SendMessage implements Operation<SendMessageRequest, SendMessageResponse> {
  private final Queues queues;

  SendMessage(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(SendMessageRequest input, Call call) {
    return QueueAddress.shared("SendMessage", input.queueUrl(), call);
  }

  @Override
  public SendMessageResponse run(SendMessageRequest input, Call call) {
    var queue = QueueAddress.find(queues, input.queueUrl(), call);
    var checked = MessageInput.of(input).check(call);
    var sent = queues.send(queue, checked.message(), KeyUser.of(call.caller()));
    return SendMessageResponse.builder()
        .messageId(sent.messageId())
        .sequenceNumber(sent.sequenceNumber())
        .md5OfMessageBody(checked.bodyDigest())
        .md5OfMessageAttributes(checked.attributesDigest())
        .md5OfMessageSystemAttributes(checked.systemDigest())
        .build();
  }
}
