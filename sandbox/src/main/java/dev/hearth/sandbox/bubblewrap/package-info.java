/// The driver `bubblewrap`: sandboxes that isolate, and some of them parked so that a function need
/// not wait for one.
///
/// Start with [dev.hearth.sandbox.bubblewrap.BubblewrapDriver]. A [Cell] is a sandbox without its
/// function; [Host] tells what this machine lacks. This package must not know the Lambda Runtime
/// API's wire format nor how a runtime is installed.
@NullMarked
package dev.hearth.sandbox.bubblewrap;

import org.jspecify.annotations.NullMarked;
