package dev.hearth.messaging.topics.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.SubscriptionArn;
import dev.hearth.messaging.topics.TopicArn;
import dev.hearth.messaging.topics.store.Subscription;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What operations on topics need, as the Service Authorization Reference has it for SNS.
final class TopicAccess {
  private final TopicStore store;

  TopicAccess(TopicStore store) {
    this.store = store;
  }

  /// Whether the request is not signed.
  static boolean isAnonymous(Call call) {
    return call.caller().arn().equals("*");
  }

  /// The topic that a request names, which is of the region that it is sent to.
  ///
  /// @throws ServiceException `InvalidParameter`
  static TopicArn topic(Call call, String text) {
    var topic = TopicArn.parse("TopicArn", text);
    if (!isAnonymous(call) && !topic.region().equals(call.region())) {
      throw Refusals.invalid("TopicArn");
    }
    return topic;
  }

  /// The topic that a request for tags or a policy names.
  ///
  /// @throws ServiceException `InvalidParameter`
  static TopicArn resource(String text) {
    return TopicArn.parse("ResourceArn", text);
  }

  static ServiceException resourceNotFound() {
    return new ServiceException("ResourceNotFound", 404, "Resource does not exist");
  }

  /// The subscription that a request names, which is of the region that it is sent to.
  ///
  /// @throws ServiceException `InvalidParameter`
  static SubscriptionArn subscription(Call call, String text) {
    var subscription = SubscriptionArn.parse(text);
    if (!isAnonymous(call) && !subscription.topic().region().equals(call.region())) {
      throw Refusals.invalid("SubscriptionArn");
    }
    return subscription;
  }

  /// `action` on a topic, which has its tags.
  Access on(String action, TopicArn topic, Call call) {
    return on(action, topic, call, Map.of());
  }

  /// As above, with condition keys of the request. `aws:SourceOwner`, which the default policy asks
  /// for, is no key of a caller's own request: services set it when they publish on behalf of an
  /// account. So the default policy lets nobody in who has no permission of their own.
  Access on(String action, TopicArn topic, Call call, Map<String, List<String>> conditions) {
    var all = new HashMap<>(conditions);
    store
        .cache()
        .find(topic)
        .ifPresent(
            found ->
                found
                    .topic()
                    .tags()
                    .forEach((key, value) -> all.put("aws:ResourceTag/" + key, List.of(value))));
    return new Access(List.of(new Access.Need(action, topic.toString(), Map.copyOf(all))));
  }

  /// @throws ServiceException `AuthorizationError` where the caller owns neither the subscription
  ///   nor its topic
  static void checkOwner(Subscription subscription, Call call) {
    var account = call.account();
    if (!subscription.owner().equals(account)
        && !subscription.arn().topic().account().equals(account)) {
      throw Refusals.notOwner();
    }
  }
}
