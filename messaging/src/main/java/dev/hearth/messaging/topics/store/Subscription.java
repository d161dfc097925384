package dev.hearth.messaging.topics.store;

import dev.hearth.kernel.AccountId;
import dev.hearth.messaging.topics.SubscriptionArn;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// A subscription.
///
/// @param owner the account of whoever subscribed
/// @param protocol such as `sqs`
/// @param endpoint a URL, an ARN, a mail address or a telephone number
/// @param token what confirms it; empty where nothing can
/// @param tokenUntil when the token becomes useless
/// @param authenticated whether whoever confirmed it signed the request
/// @param needsSignature whether only its owner or the topic's may unsubscribe
/// @param attributes what was set, by SNS's names
public record Subscription(
    SubscriptionArn arn,
    AccountId owner,
    String protocol,
    String endpoint,
    State state,
    String token,
    Instant tokenUntil,
    boolean authenticated,
    boolean needsSignature,
    Map<String, String> attributes) {

  /// How far it is.
  public enum State {
    /// Its endpoint has not agreed yet.
    PENDING,
    /// It gets messages.
    CONFIRMED,
    /// It was given up, and its endpoint may still take that back.
    DELETED
  }

  public boolean isConfirmed() {
    return state == State.CONFIRMED;
  }

  /// Whether it gets messages as they were published, without any of SNS's words around them.
  public boolean isRaw() {
    return "true".equals(attributes.get("RawMessageDelivery"));
  }

  /// The same in another state, with another token.
  public Subscription in(State other, String newToken, Instant until) {
    return new Subscription(
        arn,
        owner,
        protocol,
        endpoint,
        other,
        newToken,
        until,
        authenticated,
        needsSignature,
        attributes);
  }

  /// The same after its endpoint has agreed. The token stays good, so that agreeing twice does no
  /// harm.
  ///
  /// @param signed whether the request was
  /// @param signatureNeeded whether unsubscribing shall need a signature
  public Subscription confirmed(boolean signed, boolean signatureNeeded) {
    return new Subscription(
        arn,
        owner,
        protocol,
        endpoint,
        State.CONFIRMED,
        token,
        tokenUntil,
        signed,
        signatureNeeded,
        attributes);
  }

  /// The same with an attribute set; an empty value takes it away.
  public Subscription with(String name, String value) {
    var changed = new TreeMap<>(attributes);
    if (value.isEmpty()) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new Subscription(
        arn,
        owner,
        protocol,
        endpoint,
        state,
        token,
        tokenUntil,
        authenticated,
        needsSignature,
        changed);
  }
}
