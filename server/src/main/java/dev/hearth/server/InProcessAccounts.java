package dev.hearth.server;

import dev.hearth.kernel.AccountId;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// Whose WebAssembly modules run in Hearth's own process.
///
/// @param named by [FunctionsConfig#wasmInProcess()]
/// @param administrator the account of this Hearth's administrator, once it is known
record InProcessAccounts(Set<String> named, CompletableFuture<AccountId> administrator)
    implements Predicate<AccountId> {
  /// Stands for the administrator's account, which has no number before the first start.
  static final String ADMINISTRATOR = "administrator";

  @Override
  public boolean test(AccountId account) {
    return named.contains(account.digits())
        || (named.contains(ADMINISTRATOR) && account.equals(administrator.getNow(null)));
  }
}
