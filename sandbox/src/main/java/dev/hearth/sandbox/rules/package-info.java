/// What functions may reach, as their owners and operators write it down.
///
/// Start with [dev.hearth.sandbox.rules.EgressList]. This package only reads and compares; what
/// enforces it is in `egress`.
@NullMarked
package dev.hearth.sandbox.rules;

import org.jspecify.annotations.NullMarked;
