package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.model.UntagResourceRequest;
import software.amazon.awssdk.services.sns.model.UntagResourceResponse;

/// Takes tags from a topic.
final class UntagResource implements Operation<UntagResourceRequest, UntagResourceResponse> {
  private final TopicStore store;
  private final TopicAccess access;

  UntagResource(TopicStore store, TopicAccess access) {
    this.store = store;
    this.access = access;
  }

  @Override
  public Access access(UntagResourceRequest input, Call call) {
    return access.on(
        "sns:UntagResource",
        TopicAccess.resource(input.resourceArn()),
        call,
        Map.of("aws:TagKeys", List.copyOf(input.tagKeys())));
  }

  @Override
  public UntagResourceResponse run(UntagResourceRequest input, Call call) {
    var arn = TopicAccess.resource(input.resourceArn());
    store.change(
        arn,
        tables -> {
          var topic = tables.find(arn).orElseThrow(TopicAccess::resourceNotFound);
          var tags = new TreeMap<>(topic.tags());
          input.tagKeys().forEach(tags::remove);
          tables.update(topic.tagged(tags));
          return null;
        });
    return UntagResourceResponse.builder().build();
  }
}
