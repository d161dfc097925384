package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sqs.model.TagQueueRequest;
import software.amazon.awssdk.services.sqs.model.TagQueueResponse;

/// Adds tags to a queue, or changes their values.
final class TagQueue implements Operation<TagQueueRequest, TagQueueResponse> {
  private final Queues queues;

  TagQueue(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(TagQueueRequest input, Call call) {
    return QueueAddress.own("TagQueue", input.queueUrl(), call);
  }

  @Override
  public TagQueueResponse run(TagQueueRequest input, Call call) {
    queues
        .directory()
        .setTags(
            QueueAddress.arn(input.queueUrl(), call), tags -> QueueTags.check(tags, input.tags()));
    return TagQueueResponse.builder().build();
  }
}
