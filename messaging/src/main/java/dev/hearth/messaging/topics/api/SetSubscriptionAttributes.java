package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.store.Subscription.State;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Objects;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesResponse;

/// Sets one attribute of a subscription; an empty value takes it away.
final class SetSubscriptionAttributes
    implements Operation<SetSubscriptionAttributesRequest, SetSubscriptionAttributesResponse> {
  private final TopicStore store;

  SetSubscriptionAttributes(TopicStore store) {
    this.store = store;
  }

  @Override
  public Access access(SetSubscriptionAttributesRequest input, Call call) {
    return Access.to("sns:SetSubscriptionAttributes", "*");
  }

  @Override
  public SetSubscriptionAttributesResponse run(SetSubscriptionAttributesRequest input, Call call) {
    var arn = TopicAccess.subscription(call, input.subscriptionArn());
    var value = Objects.requireNonNullElse(input.attributeValue(), "");
    store.change(
        arn.topic(),
        tables -> {
          var found =
              tables
                  .subscriptions()
                  .find(arn)
                  .filter(subscription -> subscription.state() != State.DELETED)
                  .orElseThrow(Refusals::subscriptionNotFound);
          TopicAccess.checkOwner(found, call);
          var changed = SubscriptionAttributes.set(found, input.attributeName(), value);
          if (changed.attributes().containsKey(SubscriptionAttributes.FILTER)) {
            Subscribe.checkFilters(tables.subscriptions(), changed);
          }
          tables.subscriptions().put(changed);
          return null;
        });
    return SetSubscriptionAttributesResponse.builder().build();
  }
}
