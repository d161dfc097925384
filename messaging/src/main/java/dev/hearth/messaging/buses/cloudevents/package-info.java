/// CloudEvents 1.0, on their way onto a bus and from it to targets.
///
/// Start with [dev.hearth.messaging.buses.cloudevents.CloudEvents] and
/// [dev.hearth.messaging.buses.cloudevents.OutgoingCloudEvent]. This package must not know who
/// sends, nor how buses work.
@NullMarked
package dev.hearth.messaging.buses.cloudevents;

import org.jspecify.annotations.NullMarked;
