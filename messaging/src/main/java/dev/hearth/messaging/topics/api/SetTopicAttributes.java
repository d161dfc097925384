package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Objects;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesResponse;

/// Sets one attribute of a topic; an empty value takes it away.
final class SetTopicAttributes
    implements Operation<SetTopicAttributesRequest, SetTopicAttributesResponse> {
  private final TopicStore store;
  private final TopicAccess access;

  SetTopicAttributes(TopicStore store, TopicAccess access) {
    this.store = store;
    this.access = access;
  }

  @Override
  public Access access(SetTopicAttributesRequest input, Call call) {
    return access.on("sns:SetTopicAttributes", TopicAccess.topic(call, input.topicArn()), call);
  }

  @Override
  public SetTopicAttributesResponse run(SetTopicAttributesRequest input, Call call) {
    var arn = TopicAccess.topic(call, input.topicArn());
    var value = Objects.requireNonNullElse(input.attributeValue(), "");
    TopicAttributes.check(input.attributeName(), value, arn.isFifo());
    store.change(
        arn,
        tables -> {
          var topic = tables.find(arn).orElseThrow(Refusals::topicNotFound);
          tables.update(topic.with(input.attributeName(), value));
          return null;
        });
    return SetTopicAttributesResponse.builder().build();
  }
}
