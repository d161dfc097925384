/// The SQL of queues: [dev.hearth.messaging.queues.store.QueueTable] has the queues,
/// [dev.hearth.messaging.queues.store.MessageTable] what waits in them,
/// [dev.hearth.messaging.queues.store.LaneTable] the order of FIFO queues. No statement costs more
/// than index seeks by the number of rows that it returns or changes, but for the counts. What the
/// statements are for is decided above; this package must not know SQS's errors.
@NullMarked
package dev.hearth.messaging.queues.store;

import org.jspecify.annotations.NullMarked;
