/// Who may do what: accounts, users, roles, access keys, policies and their evaluation; IAM and
/// STS.
///
/// Start with [dev.hearth.identity.RoleCredentials] for what other parts ask, and with `policy` for
/// how a request is decided. The operations are in `iam` and `sts`. This part must not know the
/// services whose resources it protects.
@NullMarked
package dev.hearth.identity;

import org.jspecify.annotations.NullMarked;
