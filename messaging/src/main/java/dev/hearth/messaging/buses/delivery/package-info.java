/// Events on their way to targets: durable, leased, tried again, and in the end delivered, dropped
/// or in a dead-letter queue.
///
/// Start with [dev.hearth.messaging.buses.delivery.Deliveries];
/// [dev.hearth.messaging.buses.delivery.TargetInput] makes what a target gets of an event, and
/// [dev.hearth.messaging.buses.delivery.TargetService] is what the services behind targets
/// implement. This package must not know how events are matched.
@NullMarked
package dev.hearth.messaging.buses.delivery;

import org.jspecify.annotations.NullMarked;
