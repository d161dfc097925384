package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.store.Subscription;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionRequest;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionResponse;

/// An endpoint agrees to its subscription, or takes its end back. The token shows that whoever asks
/// reads what the endpoint gets, so no signature is needed, unless unsubscribing shall need one.
final class ConfirmSubscription
    implements Operation<ConfirmSubscriptionRequest, ConfirmSubscriptionResponse> {
  private final TopicStore store;
  private final TopicAccess access;
  private final Tokens tokens;

  ConfirmSubscription(TopicStore store, TopicAccess access, Tokens tokens) {
    this.store = store;
    this.access = access;
    this.tokens = tokens;
  }

  @Override
  public Access access(ConfirmSubscriptionRequest input, Call call) {
    if (TopicAccess.isAnonymous(call)) {
      return Access.NONE;
    }
    var topic = TopicAccess.topic(call, input.topicArn());
    return topic.account().equals(call.account())
        ? access.on("sns:ConfirmSubscription", topic, call)
        : Access.to("sns:ConfirmSubscription", "*"); // another account's topic knows only the token
  }

  @Override
  public ConfirmSubscriptionResponse run(ConfirmSubscriptionRequest input, Call call) {
    var topic = TopicAccess.topic(call, input.topicArn());
    boolean signed = !TopicAccess.isAnonymous(call);
    boolean signatureNeeded = "true".equals(input.authenticateOnUnsubscribe());
    if (signatureNeeded && !signed) {
      throw Refusals.invalid("AuthenticateOnUnsubscribe Reason: It needs a request that is signed");
    }
    var confirmed =
        store.change(
            topic,
            tables -> {
              if (tables.find(topic).isEmpty()) {
                throw Refusals.topicNotFound();
              }
              var found =
                  tables
                      .subscriptions()
                      .withToken(topic, input.token())
                      .filter(subscription -> !subscription.token().isEmpty())
                      .orElseThrow(() -> Refusals.invalid("Token"));
              if (found.isConfirmed()) {
                return found;
              }
              var agreed = confirm(found, signed, signatureNeeded);
              tables.subscriptions().put(agreed);
              return agreed;
            });
    return ConfirmSubscriptionResponse.builder()
        .subscriptionArn(confirmed.arn().toString())
        .build();
  }

  private Subscription confirm(Subscription found, boolean signed, boolean signatureNeeded) {
    if (!tokens.isValid(found.tokenUntil())) {
      throw Refusals.invalid("Token");
    }
    return found.confirmed(signed, signatureNeeded);
  }
}
