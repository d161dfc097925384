/// EventBridge Pipes: what arrives in a queue goes, perhaps through a function, to one target.
///
/// A pipe is an event source mapping with another end: `mappings.engine` polls, filters, batches,
/// retries and stops it, and [dev.hearth.messaging.pipes.PipeEnd] is what its batches are handed
/// to; [dev.hearth.messaging.pipes.PipeTargets] sends them on. A message is deleted from its queue
/// once the target has it, so a crash repeats and loses nothing. `api` holds the operations. This
/// package must not know how queues are polled, nor what runs behind a target.
@NullMarked
package dev.hearth.messaging.pipes;

import org.jspecify.annotations.NullMarked;
