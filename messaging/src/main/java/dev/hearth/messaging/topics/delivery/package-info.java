/// The way of a message from its publisher to the endpoints.
///
/// Start with [dev.hearth.messaging.topics.delivery.Publisher]: in one transaction a message is put
/// into all subscribed queues and into the outbox, and queued for all functions and HTTP endpoints,
/// to which [dev.hearth.messaging.topics.delivery.Deliveries] sends it. What an endpoint gets is
/// written by [dev.hearth.messaging.topics.delivery.Notification]. This package must not know the
/// wire's operations.
@NullMarked
package dev.hearth.messaging.topics.delivery;

import org.jspecify.annotations.NullMarked;
