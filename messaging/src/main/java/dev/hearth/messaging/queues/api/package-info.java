/// SQS's operations, one class each; start with [dev.hearth.messaging.queues.api.QueueOperations].
/// They decode, check in AWS's words and show; what happens to messages is decided by
/// [dev.hearth.messaging.queues.Queues].
@NullMarked
package dev.hearth.messaging.queues.api;

import org.jspecify.annotations.NullMarked;
