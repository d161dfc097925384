/// Queues with SQS's API.
///
/// [Queues] is what the rest of messaging sends and receives with, [QueuesPart] puts it all
/// together, [dev.hearth.messaging.queues.api] has one class for each operation, and
/// [dev.hearth.messaging.queues.store] the SQL. A message is one row from its sending to its
/// deletion; receiving it only moves the time from which it can be received next. This package must
/// not know who sends: topics, buses and functions' destinations do so through [Queues].
@NullMarked
package dev.hearth.messaging.queues;

import org.jspecify.annotations.NullMarked;
