/// EventBridge Scheduler: what is to be done at a time, or again and again.
///
/// Start with [dev.hearth.messaging.schedules.DueSchedules], which lets times come, then read
/// [dev.hearth.messaging.schedules.Firings], which calls the targets. `api` holds the operations,
/// `store` the SQL. This package must not know what runs behind a target.
@NullMarked
package dev.hearth.messaging.schedules;

import org.jspecify.annotations.NullMarked;
