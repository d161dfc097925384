/// Topics (SNS): what is published to a topic goes to each of its subscriptions.
///
/// Start with [dev.hearth.messaging.topics.TopicsPart], which puts the part together, and
/// [dev.hearth.messaging.topics.delivery.Publisher], which takes a message in. This package must
/// not know how queues keep messages ([dev.hearth.messaging.topics.QueueSender] is all that it asks
/// of them), nor how functions run.
@NullMarked
package dev.hearth.messaging.topics;

import org.jspecify.annotations.NullMarked;
