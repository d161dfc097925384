/// The way out of a sandbox: every connection that it makes ends at this process, which makes its
/// own to where it was meant to go if the policy lets it.
///
/// Start with [dev.hearth.sandbox.egress.Egress] and [dev.hearth.sandbox.egress.EgressPolicy]. What
/// is checked is the address that is connected to. Where a function's list allows a name, that is
/// the addresses that this sandbox's name server has told it for the name, if the node's policy
/// lets functions reach them. This package must not know how a sandbox is made.
@NullMarked
package dev.hearth.sandbox.egress;

import org.jspecify.annotations.NullMarked;
