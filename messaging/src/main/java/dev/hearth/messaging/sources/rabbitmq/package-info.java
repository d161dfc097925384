/// Queues of RabbitMQ, and of other brokers that speak AMQP 0-9-1, as sources of event source
/// mappings.
///
/// Start with [dev.hearth.messaging.sources.rabbitmq.RabbitSource]. The client is loaded when the
/// first mapping is read, and by nothing else.
@NullMarked
package dev.hearth.messaging.sources.rabbitmq;

import org.jspecify.annotations.NullMarked;
