/// CloudEvents 1.0 over HTTP, on their way onto a bus.
///
/// Start with [dev.hearth.messaging.buses.cloudevents.CloudEvents]. This package must not know who
/// sends, nor how buses work.
@NullMarked
package dev.hearth.messaging.buses.cloudevents;

import org.jspecify.annotations.NullMarked;
