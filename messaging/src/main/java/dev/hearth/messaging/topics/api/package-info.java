/// SNS's operations, one class each.
///
/// Start with [dev.hearth.messaging.topics.api.TopicOperations], which lists them, and
/// [dev.hearth.messaging.topics.api.Publish]. What attributes may say is in `TopicAttributes` and
/// `SubscriptionAttributes`. This package must not know how messages are delivered.
@NullMarked
package dev.hearth.messaging.topics.api;

import org.jspecify.annotations.NullMarked;
