/// The operations of EventBridge Pipes, one class each; `PipeOperations` lists them, `PipeInput`
/// says what they refuse.
@NullMarked
package dev.hearth.messaging.pipes.api;

import org.jspecify.annotations.NullMarked;
