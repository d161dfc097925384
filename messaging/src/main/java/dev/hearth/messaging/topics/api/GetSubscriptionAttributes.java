package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.store.Subscription.State;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;

/// Shows a subscription to its owner and to its topic's.
final class GetSubscriptionAttributes
    implements Operation<GetSubscriptionAttributesRequest, GetSubscriptionAttributesResponse> {
  private final TopicStore store;

  GetSubscriptionAttributes(TopicStore store) {
    this.store = store;
  }

  @Override
  public Access access(GetSubscriptionAttributesRequest input, Call call) {
    return Access.to("sns:GetSubscriptionAttributes", "*");
  }

  @Override
  public GetSubscriptionAttributesResponse run(GetSubscriptionAttributesRequest input, Call call) {
    var arn = TopicAccess.subscription(call, input.subscriptionArn());
    var shown =
        store.read(
            tables -> {
              var found =
                  tables
                      .subscriptions()
                      .find(arn)
                      .filter(subscription -> subscription.state() != State.DELETED)
                      .orElseThrow(Refusals::subscriptionNotFound);
              TopicAccess.checkOwner(found, call);
              var delivery =
                  tables
                      .find(arn.topic())
                      .map(topic -> topic.attributes().get("DeliveryPolicy"))
                      .orElse(null);
              return SubscriptionAttributes.show(found, delivery);
            });
    return GetSubscriptionAttributesResponse.builder().attributes(shown).build();
  }
}
