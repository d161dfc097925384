/// Event patterns: which events a filter of an event source mapping, or a rule of an event bus,
/// lets through. The matching itself is AWS's own Event Ruler.
///
/// Start with [dev.hearth.messaging.patterns.EventPattern]. Patterns and events both come from
/// enemies: what would take too long to compile or to match is refused, or matched field by field.
/// This package must not know where events come from, nor what is done with them.
@NullMarked
package dev.hearth.messaging.patterns;

import org.jspecify.annotations.NullMarked;
