/// The composition root: what is configured, how the parts are joined, when they start and stop.
///
/// Start with [dev.hearth.server.Server]. Everything is built by hand in dependency order and
/// closed in reverse; nothing else may know all parts.
@NullMarked
package dev.hearth.server;

import org.jspecify.annotations.NullMarked;
