/// Brings each request to its operation: finds service and operation, proves the caller, decodes,
/// validates, authorises, runs, and renders the answer or the error.
///
/// Start with [dev.hearth.wire.dispatch.Dispatcher], whose `serve` is the whole way in one method;
/// [dev.hearth.wire.dispatch.Router] tells what a request is for. This package must not know what
/// any operation does, nor how any protocol looks.
@NullMarked
package dev.hearth.wire.dispatch;

import org.jspecify.annotations.NullMarked;
