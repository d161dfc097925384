package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;

/// Shows a topic.
final class GetTopicAttributes
    implements Operation<GetTopicAttributesRequest, GetTopicAttributesResponse> {
  private final TopicStore store;
  private final TopicAccess access;

  GetTopicAttributes(TopicStore store, TopicAccess access) {
    this.store = store;
    this.access = access;
  }

  @Override
  public Access access(GetTopicAttributesRequest input, Call call) {
    return access.on("sns:GetTopicAttributes", TopicAccess.topic(call, input.topicArn()), call);
  }

  @Override
  public GetTopicAttributesResponse run(GetTopicAttributesRequest input, Call call) {
    var arn = TopicAccess.topic(call, input.topicArn());
    var shown =
        store.read(
            tables ->
                TopicAttributes.show(
                    tables.find(arn).orElseThrow(Refusals::topicNotFound),
                    tables.subscriptions().counts(arn)));
    return GetTopicAttributesResponse.builder().attributes(shown).build();
  }
}
