package dev.hearth.messaging.topics.delivery;

import dev.hearth.messaging.topics.store.Subscription;
import java.time.Instant;
import java.util.TreeMap;

/// What an endpoint is asked: whether it wants to be subscribed, or to have its subscription back.
///
/// Source: Amazon SNS Developer Guide, "Parsing Amazon SNS message formats".
final class Confirmation {
  private Confirmation() {}

  /// @param kind [Kind#SUBSCRIBE] or [Kind#UNSUBSCRIBE]
  static String text(Kind kind, Subscription subscription) {
    return kind == Kind.SUBSCRIBE
        ? "You have chosen to subscribe to the topic %s.\nTo confirm the subscription, visit the SubscribeURL included in this message."
            .formatted(subscription.arn().topic())
        : "You have chosen to deactivate subscription %s.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message."
            .formatted(subscription.arn());
  }

  /// @param version of the signature, `1` or `2`
  static String json(
      Kind kind,
      Subscription subscription,
      String messageId,
      Instant time,
      Links links,
      String version) {
    var topic = subscription.arn().topic();
    var fields = new TreeMap<String, String>();
    fields.put("Message", text(kind, subscription));
    fields.put("MessageId", messageId);
    fields.put("SubscribeURL", links.subscribe(topic, subscription.token()));
    fields.put("Timestamp", Notification.time(time));
    fields.put("Token", subscription.token());
    fields.put("TopicArn", topic.toString());
    fields.put("Type", kind.type());
    var signature = links.key().sign(version, Notification.textToSign(fields));
    return Notification.write(
        json -> {
          for (var field : fields.entrySet()) {
            json.writeStringField(field.getKey(), field.getValue());
          }
          json.writeStringField("SignatureVersion", version);
          json.writeStringField("Signature", signature);
          json.writeStringField("SigningCertURL", links.certificate());
        });
  }
}
