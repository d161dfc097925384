package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sqs.model.UntagQueueRequest;
import software.amazon.awssdk.services.sqs.model.UntagQueueResponse;

/// Takes tags from a queue.
final class UntagQueue implements Operation<UntagQueueRequest, UntagQueueResponse> {
  private final Queues queues;

  UntagQueue(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(UntagQueueRequest input, Call call) {
    return QueueAddress.own("UntagQueue", input.queueUrl(), call);
  }

  @Override
  public UntagQueueResponse run(UntagQueueRequest input, Call call) {
    queues
        .directory()
        .setTags(
            QueueAddress.arn(input.queueUrl(), call),
            tags -> {
              tags.keySet().removeAll(input.tagKeys());
              return tags;
            });
    return UntagQueueResponse.builder().build();
  }
}
