package dev.hearth.messaging.topics.api;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.topics.QueueSender.Target;
import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.SubscriptionArn;
import dev.hearth.messaging.topics.TopicArn;
import dev.hearth.messaging.topics.delivery.Confirmations;
import dev.hearth.messaging.topics.store.Subscription;
import dev.hearth.messaging.topics.store.Subscription.State;
import dev.hearth.messaging.topics.store.SubscriptionTable;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.messaging.topics.store.TopicTables;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;

/// Subscribes an endpoint. Whoever owns it must agree, unless it belongs to the caller's account or
/// is a telephone.
final class Subscribe implements Operation<SubscribeRequest, SubscribeResponse> {
  /// Hearth's own limit: each publish goes through them all.
  private static final int MOST_SUBSCRIPTIONS = 10_000;

  /// Source: Amazon SNS Developer Guide, "Filter policy constraints".
  private static final int MOST_FILTERS = 200;

  private final TopicStore store;
  private final TopicAccess access;
  private final Confirmations confirmations;
  private final Tokens tokens;
  private final Supplier<String> ids;

  /// @param ids UUIDs
  Subscribe(
      TopicStore store,
      TopicAccess access,
      Confirmations confirmations,
      Tokens tokens,
      Supplier<String> ids) {
    this.store = store;
    this.access = access;
    this.confirmations = confirmations;
    this.tokens = tokens;
    this.ids = ids;
  }

  @Override
  public Access access(SubscribeRequest input, Call call) {
    var topic = TopicAccess.topic(call, input.topicArn());
    return access.on(
        "sns:Subscribe",
        topic,
        call,
        Map.of(
            "sns:Protocol", List.of(input.protocol()),
            "sns:Endpoint", List.of(Objects.requireNonNullElse(input.endpoint(), ""))));
  }

  @Override
  public SubscribeResponse run(SubscribeRequest input, Call call) {
    var topic = TopicAccess.topic(call, input.topicArn());
    var endpoint = Objects.requireNonNullElse(input.endpoint(), "");
    Endpoints.check(topic, input.protocol(), endpoint);
    var asked = draft(topic, input.protocol(), endpoint, call);
    var wanted = SubscriptionAttributes.setAll(asked, input.attributes());
    var queue = wanted.isConfirmed() ? Optional.<Target>empty() : queue(wanted);
    var subscription = store.change(topic, tables -> subscribe(tables, wanted, queue, input));
    if (!subscription.isConfirmed()) {
      confirmations.wake(subscription);
    }
    boolean told = subscription.isConfirmed() || Boolean.TRUE.equals(input.returnSubscriptionArn());
    return SubscribeResponse.builder()
        .subscriptionArn(told ? subscription.arn().toString() : "pending confirmation")
        .build();
  }

  private Subscription draft(TopicArn topic, String protocol, String endpoint, Call call) {
    boolean own =
        Endpoints.haveAccounts(protocol)
            ? Arn.parse(endpoint)
                .filter(arn -> arn.account().equals(call.account().digits()))
                .isPresent()
            : protocol.equals("sms");
    if (!own && protocol.equals("lambda")) {
      throw Refusals.invalid(
          "Endpoint Reason: A function is subscribed by the account that it belongs to");
    }
    var draft =
        new Subscription(
            new SubscriptionArn(topic, ids.get()),
            call.account(),
            protocol,
            endpoint,
            own ? State.CONFIRMED : State.PENDING,
            own ? "" : tokens.next(),
            tokens.validUntil(),
            own,
            own,
            Map.of());
    return draft;
  }

  /// Where another account is asked by a message in its queue.
  private Optional<Target> queue(Subscription wanted) {
    var queue = confirmations.queue(wanted);
    if (queue.isEmpty() && wanted.protocol().equals("sqs")) {
      throw new ServiceException(
          "AuthorizationError", 403, "The endpoint's policy does not let SNS ask its owner");
    }
    return queue;
  }

  private Subscription subscribe(
      TopicTables tables, Subscription wanted, Optional<Target> queue, SubscribeRequest input) {
    var arn = wanted.arn().topic();
    var topic = tables.find(arn).orElseThrow(Refusals::topicNotFound);
    var table = tables.subscriptions();
    var existing = table.find(arn, wanted.protocol(), wanted.endpoint());
    var result = existing.flatMap(found -> again(found, wanted, input));
    if (result.isPresent() && result.get().isConfirmed()) {
      return result.get();
    }
    if (existing.isEmpty()) {
      checkLimits(table, wanted);
    } else {
      table.delete(existing.get().arn());
    }
    var subscription = result.orElse(wanted);
    table.put(subscription);
    if (!subscription.isConfirmed()) {
      confirmations.subscribe(tables, topic, subscription, queue);
    }
    return subscription;
  }

  /// The subscription that is there already, asked again where it did not agree yet; nothing where
  /// it was given up.
  private static Optional<Subscription> again(
      Subscription found, Subscription wanted, SubscribeRequest input) {
    if (found.state() == State.DELETED) {
      return Optional.empty();
    }
    if (input.hasAttributes() && !found.attributes().equals(wanted.attributes())) {
      throw Refusals.invalid(
          "Attributes Reason: Subscription already exists with different attributes");
    }
    return Optional.of(
        found.isConfirmed()
            ? found
            : found.in(wanted.state(), wanted.token(), wanted.tokenUntil()));
  }

  private static void checkLimits(SubscriptionTable table, Subscription wanted) {
    var topic = wanted.arn().topic();
    long count = table.counts(topic).values().stream().mapToLong(Long::longValue).sum();
    if (count >= MOST_SUBSCRIPTIONS) {
      throw new ServiceException(
          "SubscriptionLimitExceeded", 403, "The topic has 10000 subscriptions");
    }
    if (wanted.attributes().containsKey(SubscriptionAttributes.FILTER)) {
      checkFilters(table, wanted);
    }
  }

  /// @throws ServiceException `FilterPolicyLimitExceeded` where a topic has no room for another
  ///   filter policy
  static void checkFilters(SubscriptionTable table, Subscription wanted) {
    long filters =
        table.confirmed(wanted.arn().topic()).stream()
            .filter(other -> !other.arn().equals(wanted.arn()))
            .filter(other -> other.attributes().containsKey(SubscriptionAttributes.FILTER))
            .count();
    if (filters >= MOST_FILTERS) {
      throw new ServiceException(
          "FilterPolicyLimitExceeded", 403, "The topic has 200 filter policies");
    }
  }
}
