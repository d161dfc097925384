/// EventBridge Scheduler's operations, one class each. Start with
/// [dev.hearth.messaging.schedules.api.CreateSchedule].
@NullMarked
package dev.hearth.messaging.schedules.api;

import org.jspecify.annotations.NullMarked;
