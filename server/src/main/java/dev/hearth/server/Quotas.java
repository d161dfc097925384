package dev.hearth.server;

import dev.hearth.functions.AccountLimits;
import dev.hearth.identity.accounts.AccountRegister;
import dev.hearth.invocation.InvocationLimits;
import dev.hearth.kernel.AccountId;

/// What accounts may have: what the operator said of each, else the same for all.
///
/// @param defaults for accounts that nothing was said of
record Quotas(AccountRegister accounts, InvocationLimits defaults) implements AccountLimits {
  @Override
  public int concurrency(AccountId account) {
    var own = accounts.quota(account).concurrency();
    return own == null ? defaults.accountConcurrency() : own;
  }

  @Override
  public long functions(AccountId account) {
    var own = accounts.quota(account).functions();
    return own == null ? all().functions(account) : own;
  }

  @Override
  public long codeBytes(AccountId account) {
    var own = accounts.quota(account).codeBytes();
    return own == null ? all().codeBytes(account) : own;
  }

  private AccountLimits all() {
    return AccountLimits.of(defaults.accountConcurrency());
  }
}
