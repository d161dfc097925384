package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.store.Subscription;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;

/// A topic's subscriptions, at most 100 at once.
final class ListSubscriptionsByTopic
    implements Operation<ListSubscriptionsByTopicRequest, ListSubscriptionsByTopicResponse> {
  private final TopicStore store;
  private final TopicAccess access;

  ListSubscriptionsByTopic(TopicStore store, TopicAccess access) {
    this.store = store;
    this.access = access;
  }

  @Override
  public Access access(ListSubscriptionsByTopicRequest input, Call call) {
    return access.on(
        "sns:ListSubscriptionsByTopic", TopicAccess.topic(call, input.topicArn()), call);
  }

  @Override
  public ListSubscriptionsByTopicResponse run(ListSubscriptionsByTopicRequest input, Call call) {
    var arn = TopicAccess.topic(call, input.topicArn());
    var after = Page.after(input.nextToken());
    var found =
        store.read(
            tables -> {
              if (tables.find(arn).isEmpty()) {
                throw Refusals.topicNotFound();
              }
              return tables.subscriptions().list(arn, after, Page.SIZE + 1);
            });
    var page = Page.of(found, subscription -> subscription.arn().id());
    return ListSubscriptionsByTopicResponse.builder()
        .subscriptions(page.items().stream().map(ListSubscriptionsByTopic::show).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /// A subscription as SNS lists it.
  static software.amazon.awssdk.services.sns.model.Subscription show(Subscription subscription) {
    return software.amazon.awssdk.services.sns.model.Subscription.builder()
        .subscriptionArn(
            subscription.isConfirmed() ? subscription.arn().toString() : "PendingConfirmation")
        .owner(subscription.owner().digits())
        .protocol(subscription.protocol())
        .endpoint(Endpoints.shown(subscription.endpoint()))
        .topicArn(subscription.arn().topic().toString())
        .build();
  }
}
