/// Event buses: what is put onto a bus is matched against its rules, and is on its way to all of
/// their targets, and in the archives, before it is acknowledged.
///
/// Start with [dev.hearth.messaging.buses.Ingestion], by which every event comes in, then read
/// [dev.hearth.messaging.buses.delivery.Deliveries], which sends it on. `api` holds EventBridge's
/// operations, `store` the SQL. This package must not know what runs behind a target: whoever has
/// one registers a [dev.hearth.messaging.buses.delivery.TargetService].
@NullMarked
package dev.hearth.messaging.buses;

import org.jspecify.annotations.NullMarked;
