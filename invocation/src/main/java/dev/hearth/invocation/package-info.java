/// Runs functions for whoever asks: admission, the pools of warm sandboxes, sync and async
/// invocation, what the caller and the log are told.
///
/// Start with [dev.hearth.invocation.Invoker], whose one method is the whole warm path below the
/// wire; the Lambda operations are in `api`. What may run, and where, is decided in `Roster`. This
/// part must not know how a sandbox is made, how a function is stored, or which services send
/// events.
@NullMarked
package dev.hearth.invocation;

import org.jspecify.annotations.NullMarked;
