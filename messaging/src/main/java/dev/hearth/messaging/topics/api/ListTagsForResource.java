package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.sns.model.Tag;

/// The tags of a topic.
final class ListTagsForResource
    implements Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> {
  private final TopicStore store;
  private final TopicAccess access;

  ListTagsForResource(TopicStore store, TopicAccess access) {
    this.store = store;
    this.access = access;
  }

  @Override
  public Access access(ListTagsForResourceRequest input, Call call) {
    return access.on("sns:ListTagsForResource", TopicAccess.resource(input.resourceArn()), call);
  }

  @Override
  public ListTagsForResourceResponse run(ListTagsForResourceRequest input, Call call) {
    var arn = TopicAccess.resource(input.resourceArn());
    var topic = store.read(tables -> tables.find(arn)).orElseThrow(TopicAccess::resourceNotFound);
    return ListTagsForResourceResponse.builder()
        .tags(
            topic.tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }
}
