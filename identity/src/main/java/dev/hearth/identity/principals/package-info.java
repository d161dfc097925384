/// Users and roles as decisions need them: their policies compiled, kept while nothing changes.
///
/// Start with [dev.hearth.identity.principals.Principals]. This package must not know the wire.
@NullMarked
package dev.hearth.identity.principals;

import org.jspecify.annotations.NullMarked;
