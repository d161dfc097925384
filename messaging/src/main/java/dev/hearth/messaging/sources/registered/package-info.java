/// Brokers and stores outside of Hearth that its operator lets functions read: each has a name,
/// which users know, and an address with credentials, which they do not.
///
/// Start with [dev.hearth.messaging.sources.registered.RegisteredSources]. This package must not
/// know what is spoken with any of them.
@NullMarked
package dev.hearth.messaging.sources.registered;

import org.jspecify.annotations.NullMarked;
