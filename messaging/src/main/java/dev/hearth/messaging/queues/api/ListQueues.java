package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;

/// The account's queues by name, with a prefix where one is given.
final class ListQueues implements Operation<ListQueuesRequest, ListQueuesResponse> {
  private final Queues queues;

  ListQueues(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(ListQueuesRequest input, Call call) {
    return Access.to("sqs:ListQueues", "*");
  }

  @Override
  public ListQueuesResponse run(ListQueuesRequest input, Call call) {
    var prefix = input.queueNamePrefix() == null ? "" : input.queueNamePrefix();
    var page = QueuePage.of(input.maxResults(), input.nextToken());
    var found =
        page.read(
            (after, most) ->
                queues.directory().list(call.account(), call.region(), prefix, after, most));
    return ListQueuesResponse.builder()
        .queueUrls(
            found.isEmpty()
                ? null
                : found.stream().map(queue -> QueueAddress.url(queue, call)).toList())
        .nextToken(page.next())
        .build();
  }
}
