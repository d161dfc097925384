/// What topics remember, in SQL.
///
/// Start with [dev.hearth.messaging.topics.store.TopicStore]; publishing reads
/// [dev.hearth.messaging.topics.store.TopicCache] instead. This package must not know who may do
/// what, nor how messages are delivered.
@NullMarked
package dev.hearth.messaging.topics.store;

import org.jspecify.annotations.NullMarked;
