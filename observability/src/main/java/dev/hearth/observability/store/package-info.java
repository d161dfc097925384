/// The tables of CloudWatch Logs: groups, streams, events.
///
/// Start with [dev.hearth.observability.store.LogEvents]. Each class wraps the handle of one
/// transaction. This package must not know the wire, nor what AWS permits and refuses.
@NullMarked
package dev.hearth.observability.store;

import org.jspecify.annotations.NullMarked;
