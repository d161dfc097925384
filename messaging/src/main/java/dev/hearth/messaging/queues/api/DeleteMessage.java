package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;

/// Deletes a message that was received.
final class DeleteMessage implements Operation<DeleteMessageRequest, DeleteMessageResponse> {
  private final Queues queues;

  DeleteMessage(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(DeleteMessageRequest input, Call call) {
    return QueueAddress.shared("DeleteMessage", input.queueUrl(), call);
  }

  @Override
  public DeleteMessageResponse run(DeleteMessageRequest input, Call call) {
    queues.delete(QueueAddress.find(queues, input.queueUrl(), call), input.receiptHandle());
    return DeleteMessageResponse.builder().build();
  }
}
