package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueResponse;

/// Deletes a queue with all that it has.
final class DeleteQueue implements Operation<DeleteQueueRequest, DeleteQueueResponse> {
  private final Queues queues;

  DeleteQueue(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(DeleteQueueRequest input, Call call) {
    return QueueAddress.own("DeleteQueue", input.queueUrl(), call);
  }

  @Override
  public DeleteQueueResponse run(DeleteQueueRequest input, Call call) {
    queues.directory().delete(QueueAddress.arn(input.queueUrl(), call));
    return DeleteQueueResponse.builder().build();
  }
}
