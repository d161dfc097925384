package dev.hearth.messaging.topics.delivery;

/// What an endpoint is sent.
enum Kind {
  /// A message.
  NOTIFICATION("Notification"),
  /// Whether it wants to be subscribed.
  SUBSCRIBE("SubscriptionConfirmation"),
  /// That it is not subscribed any more.
  UNSUBSCRIBE("UnsubscribeConfirmation");

  private final String type;

  Kind(String type) {
    this.type = type;
  }

  /// As SNS calls it.
  String type() {
    return type;
  }
}
