/// What sandboxes write to stdout and stderr, on its way to a [dev.hearth.sandbox.LogSink].
///
/// Start with [dev.hearth.sandbox.logs.LogPipes]. This package must not know what the lines mean.
@NullMarked
package dev.hearth.sandbox.logs;

import org.jspecify.annotations.NullMarked;
