package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.ListTopicsRequest;
import software.amazon.awssdk.services.sns.model.ListTopicsResponse;
import software.amazon.awssdk.services.sns.model.Topic;

/// An account's topics by name, at most 100 at once.
final class ListTopics implements Operation<ListTopicsRequest, ListTopicsResponse> {
  private final TopicStore store;

  ListTopics(TopicStore store) {
    this.store = store;
  }

  @Override
  public Access access(ListTopicsRequest input, Call call) {
    return Access.to("sns:ListTopics", "*");
  }

  @Override
  public ListTopicsResponse run(ListTopicsRequest input, Call call) {
    var after = Page.after(input.nextToken());
    var found =
        store.read(tables -> tables.list(call.account(), call.region(), after, Page.SIZE + 1));
    var page = Page.of(found, topic -> topic.arn().name());
    return ListTopicsResponse.builder()
        .topics(
            page.items().stream()
                .map(topic -> Topic.builder().topicArn(topic.arn().toString()).build())
                .toList())
        .nextToken(page.nextToken())
        .build();
  }
}
