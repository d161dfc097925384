package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.model.TagResourceRequest;
import software.amazon.awssdk.services.sns.model.TagResourceResponse;

/// Adds tags to a topic; those with the same key are replaced.
final class TagResource implements Operation<TagResourceRequest, TagResourceResponse> {
  private final TopicStore store;
  private final TopicAccess access;

  TagResource(TopicStore store, TopicAccess access) {
    this.store = store;
    this.access = access;
  }

  @Override
  public Access access(TagResourceRequest input, Call call) {
    return access.on(
        "sns:TagResource",
        TopicAccess.resource(input.resourceArn()),
        call,
        TagLimits.conditions(TagLimits.read(input.tags())));
  }

  @Override
  public TagResourceResponse run(TagResourceRequest input, Call call) {
    var arn = TopicAccess.resource(input.resourceArn());
    var added = TagLimits.read(input.tags());
    store.change(
        arn,
        tables -> {
          var topic = tables.find(arn).orElseThrow(TopicAccess::resourceNotFound);
          var tags = new TreeMap<>(topic.tags());
          tags.putAll(added);
          tables.update(topic.tagged(TagLimits.check(tags)));
          return null;
        });
    return TagResourceResponse.builder().build();
  }
}
