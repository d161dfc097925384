package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesResponse;

/// The queues whose dead letters go to this one.
final class ListDeadLetterSourceQueues
    implements Operation<ListDeadLetterSourceQueuesRequest, ListDeadLetterSourceQueuesResponse> {
  private final Queues queues;

  ListDeadLetterSourceQueues(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(ListDeadLetterSourceQueuesRequest input, Call call) {
    return QueueAddress.shared("ListDeadLetterSourceQueues", input.queueUrl(), call);
  }

  @Override
  public ListDeadLetterSourceQueuesResponse run(
      ListDeadLetterSourceQueuesRequest input, Call call) {
    var queue = QueueAddress.find(queues, input.queueUrl(), call);
    var page = QueuePage.of(input.maxResults(), input.nextToken());
    var found = page.read((after, most) -> queues.directory().sources(queue.arn(), after, most));
    return ListDeadLetterSourceQueuesResponse.builder()
        .queueUrls(found.stream().map(source -> QueueAddress.url(source, call)).toList())
        .nextToken(page.next())
        .build();
  }
}
