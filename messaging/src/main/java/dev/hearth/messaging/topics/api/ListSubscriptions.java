package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.SubscriptionArn;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsResponse;

/// An account's own subscriptions, at most 100 at once.
final class ListSubscriptions
    implements Operation<ListSubscriptionsRequest, ListSubscriptionsResponse> {
  private final TopicStore store;

  ListSubscriptions(TopicStore store) {
    this.store = store;
  }

  @Override
  public Access access(ListSubscriptionsRequest input, Call call) {
    return Access.to("sns:ListSubscriptions", "*");
  }

  @Override
  public ListSubscriptionsResponse run(ListSubscriptionsRequest input, Call call) {
    var token = Page.after(input.nextToken());
    var after =
        token.isEmpty()
            ? null
            : SubscriptionArn.find(token).orElseThrow(() -> Refusals.invalid("NextToken"));
    var found =
        store.read(
            tables ->
                tables
                    .subscriptions()
                    .list(
                        call.account(),
                        call.region(),
                        after == null ? "" : after.topic().account().digits(),
                        after == null ? "" : after.topic().name(),
                        after == null ? "" : after.id(),
                        Page.SIZE + 1));
    var page = Page.of(found, subscription -> subscription.arn().toString());
    return ListSubscriptionsResponse.builder()
        .subscriptions(page.items().stream().map(ListSubscriptionsByTopic::show).toList())
        .nextToken(page.nextToken())
        .build();
  }
}
