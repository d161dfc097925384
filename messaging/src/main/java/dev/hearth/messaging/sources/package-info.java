/// Messaging's own services as sources of event source mappings: each class here joins one service
/// to the port that mappings have.
///
/// Start with [dev.hearth.messaging.sources.SqsSource].
@NullMarked
package dev.hearth.messaging.sources;

import org.jspecify.annotations.NullMarked;
