package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.Queue;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sqs.model.PurgeQueueRequest;
import software.amazon.awssdk.services.sqs.model.PurgeQueueResponse;

/// Deletes all messages of a queue, those in flight as well.
final class PurgeQueue implements Operation<PurgeQueueRequest, PurgeQueueResponse> {
  private final Queues queues;
  private final Consumer<Queue> purge;

  PurgeQueue(Queues queues, Consumer<Queue> purge) {
    this.queues = queues;
    this.purge = purge;
  }

  @Override
  public Access access(PurgeQueueRequest input, Call call) {
    return QueueAddress.shared("PurgeQueue", input.queueUrl(), call);
  }

  @Override
  public PurgeQueueResponse run(PurgeQueueRequest input, Call call) {
    purge.accept(QueueAddress.find(queues, input.queueUrl(), call));
    return PurgeQueueResponse.builder().build();
  }
}
