/// The accounts that share one Hearth, and how much of it each may have.
///
/// Start with [dev.hearth.identity.accounts.AccountRegister]. This package must not know what the
/// quotas are about, nor enforce them.
@NullMarked
package dev.hearth.identity.accounts;

import org.jspecify.annotations.NullMarked;
