/// The services that rules send to: functions, queues, log groups, other buses and HTTP endpoints.
///
/// Each is a [dev.hearth.messaging.buses.delivery.TargetService]; start with
/// [dev.hearth.messaging.buses.targets.LambdaTarget]. This package must not know what retries are.
@NullMarked
package dev.hearth.messaging.buses.targets;

import org.jspecify.annotations.NullMarked;
