/// Where schedules and their groups are kept, each as the answer of its Get operation. Start with
/// [dev.hearth.messaging.schedules.store.ScheduleTables].
@NullMarked
package dev.hearth.messaging.schedules.store;

import org.jspecify.annotations.NullMarked;
