/// The operations of STS, one class each, named as AWS names them.
///
/// Start with [dev.hearth.identity.sts.AssumeRole]. Whether a caller may assume a role is decided
/// before the operation runs, by the role's trust policy among others; what is left here is to
/// check what is asked of the session and to issue it.
@NullMarked
package dev.hearth.identity.sts;

import org.jspecify.annotations.NullMarked;
