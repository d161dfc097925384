/// What the platform tells about a sandbox, on its way to those inside who subscribed to it.
///
/// Start with [dev.hearth.sandbox.telemetry.Telemetry]. The listeners are the user's, and hostile.
/// This package must not know how a sandbox is made nor where a function's log is kept. Source: AWS
/// Lambda Developer Guide, "Lambda Telemetry API".
@NullMarked
package dev.hearth.sandbox.telemetry;

import org.jspecify.annotations.NullMarked;
