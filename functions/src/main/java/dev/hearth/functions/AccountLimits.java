package dev.hearth.functions;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.kernel.AccountId;

/// How much of Lambda each account may have in a region. This part owns the port; the server joins
/// it to those who keep accounts. It is asked on the path of invocations, so it answers from
/// memory.
public interface AccountLimits {
  /// Runs at once.
  int concurrency(AccountId account);

  /// How many functions.
  long functions(AccountId account);

  /// Bytes of all packages, versions and layers together.
  long codeBytes(AccountId account);

  /// The same for every account: as much code as on AWS, and any number of functions.
  static AccountLimits of(int concurrency) {
    return new AccountLimits() {
      @Override
      public int concurrency(AccountId account) {
        return concurrency;
      }

      @Override
      public long functions(AccountId account) {
        return Long.MAX_VALUE;
      }

      @Override
      public long codeBytes(AccountId account) {
        return Refusals.MAX_CODE_STORAGE;
      }
    };
  }
}
