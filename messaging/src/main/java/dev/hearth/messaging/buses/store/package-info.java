/// Where buses, rules, targets, archives, replays, connections and API destinations are kept.
///
/// Start with [dev.hearth.messaging.buses.store.BusTables]. What has a Describe operation is kept
/// as that operation's answer, [dev.hearth.messaging.buses.store.ResourceTable]. This package must
/// not know how events are matched or sent.
@NullMarked
package dev.hearth.messaging.buses.store;

import org.jspecify.annotations.NullMarked;
