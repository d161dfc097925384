package dev.hearth.messaging.topics.delivery;

import dev.hearth.invocation.async.Receipt;
import dev.hearth.messaging.topics.store.Subscription;

/// Sends to the endpoints of one protocol.
interface Endpoint {
  /// Sends once; the same may be sent again after a crash.
  ///
  /// @param policy of the subscription
  Receipt send(Subscription subscription, Parcel parcel, DeliveryPolicy policy);

  /// When what failed is tried again.
  RetryPhases retries(DeliveryPolicy policy);
}
