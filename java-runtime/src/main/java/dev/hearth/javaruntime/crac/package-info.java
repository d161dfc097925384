/// What `org.crac` finds when it looks for an implementation: hooks around a checkpoint that is
/// none, but before and after which a function is told, as Lambda does with SnapStart.
///
/// Source: the documentation of `org.crac`, "Coordinated Restore at Checkpoint", whose classes have
/// these names.
@NullMarked
package dev.hearth.javaruntime.crac;

import org.jspecify.annotations.NullMarked;
