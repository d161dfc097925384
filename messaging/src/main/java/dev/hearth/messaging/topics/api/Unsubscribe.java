package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.delivery.Confirmations;
import dev.hearth.messaging.topics.store.Subscription;
import dev.hearth.messaging.topics.store.Subscription.State;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.messaging.topics.store.TopicTables;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Optional;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeResponse;

/// Ends a subscription. HTTP endpoints and mail addresses are told, and may take it back for two
/// days; they need no signature, unless their subscription was confirmed so.
final class Unsubscribe implements Operation<UnsubscribeRequest, UnsubscribeResponse> {
  private final TopicStore store;
  private final Confirmations confirmations;
  private final Tokens tokens;

  Unsubscribe(TopicStore store, Confirmations confirmations, Tokens tokens) {
    this.store = store;
    this.confirmations = confirmations;
    this.tokens = tokens;
  }

  @Override
  public Access access(UnsubscribeRequest input, Call call) {
    return TopicAccess.isAnonymous(call) ? Access.NONE : Access.to("sns:Unsubscribe", "*");
  }

  @Override
  public UnsubscribeResponse run(UnsubscribeRequest input, Call call) {
    var arn = TopicAccess.subscription(call, input.subscriptionArn());
    var told =
        store.change(
            arn.topic(),
            tables -> {
              var found =
                  tables
                      .subscriptions()
                      .find(arn)
                      .filter(subscription -> subscription.state() != State.DELETED);
              return found.flatMap(subscription -> end(tables, subscription, call));
            });
    told.ifPresent(confirmations::wake);
    return UnsubscribeResponse.builder().build();
  }

  /// @return the subscription, where its endpoint is told
  private Optional<Subscription> end(TopicTables tables, Subscription found, Call call) {
    if (!TopicAccess.isAnonymous(call)) {
      TopicAccess.checkOwner(found, call);
    } else if (found.needsSignature() || Endpoints.haveAccounts(found.protocol())) {
      throw Refusals.notOwner();
    }
    boolean asks = found.protocol().startsWith("http") || found.protocol().startsWith("email");
    var topic = tables.find(found.arn().topic());
    if (!asks || !found.isConfirmed() || topic.isEmpty()) {
      tables.subscriptions().delete(found.arn());
      return Optional.empty();
    }
    var ended = found.in(State.DELETED, tokens.next(), tokens.validUntil());
    tables.subscriptions().put(ended);
    confirmations.unsubscribe(tables, topic.get(), ended);
    return Optional.of(ended);
  }
}
