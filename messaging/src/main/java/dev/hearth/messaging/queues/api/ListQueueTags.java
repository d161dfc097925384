package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsRequest;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsResponse;

/// A queue's tags.
final class ListQueueTags implements Operation<ListQueueTagsRequest, ListQueueTagsResponse> {
  private final Queues queues;

  ListQueueTags(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(ListQueueTagsRequest input, Call call) {
    return QueueAddress.own("ListQueueTags", input.queueUrl(), call);
  }

  @Override
  public ListQueueTagsResponse run(ListQueueTagsRequest input, Call call) {
    var tags = QueueAddress.find(queues, input.queueUrl(), call).tags();
    return ListQueueTagsResponse.builder().tags(tags.isEmpty() ? null : tags).build();
  }
}
