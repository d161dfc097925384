package dev.hearth.identity.accounts;

import dev.hearth.kernel.Require;
import org.jspecify.annotations.Nullable;

/// How much of Lambda an account may have in a region. What is null is as it is for every account.
///
/// @param concurrency runs at once, 1 to 1 000 000
/// @param functions 0 to 1 000 000
/// @param codeBytes of all packages, versions and layers together
public record AccountQuota(
    @Nullable Integer concurrency, @Nullable Integer functions, @Nullable Long codeBytes) {
  /// As for every account.
  public static final AccountQuota DEFAULT = new AccountQuota(null, null, null);

  private static final int MOST = 1_000_000;

  /// Rejects what is no quota.
  public AccountQuota {
    if (concurrency != null) {
      Require.between("concurrency", concurrency, 1, MOST);
    }
    if (functions != null) {
      Require.between("functions", functions, 0, MOST);
    }
    if (codeBytes != null && codeBytes < 0) {
      throw new IllegalArgumentException("storage: " + codeBytes + " (expected: 0 or more bytes)");
    }
  }

  /// This one, where `changed` says nothing else.
  public AccountQuota with(AccountQuota changed) {
    return new AccountQuota(
        changed.concurrency == null ? concurrency : changed.concurrency,
        changed.functions == null ? functions : changed.functions,
        changed.codeBytes == null ? codeBytes : changed.codeBytes);
  }
}
