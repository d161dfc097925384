package dev.hearth.identity;

import dev.hearth.identity.store.Entity;
import dev.hearth.kernel.AccountId;
import java.util.Optional;

/// The keys that users of emulators sign with: `test`, which stands for the administrator of the
/// account 000000000000, and twelve digits, which stand for the administrator of that account. The
/// secret is `test` always, for a signature must be verified with some secret.
///
/// Whoever can reach the port knows them, so they are only accepted where that is nobody else.
final class DeveloperKeys {
  static final String ID = "test";
  static final String SECRET = "test";
  static final AccountId ACCOUNT = new AccountId("000000000000");

  private final Administrators administrators;

  DeveloperKeys(Administrators administrators) {
    this.administrators = administrators;
  }

  /// The account that the key is for; nothing where it is no developer's key.
  Optional<AccountId> account(String accessKeyId) {
    if (accessKeyId.equals(ID)) {
      return Optional.of(ACCOUNT);
    }
    return AccountId.isValid(accessKeyId)
        ? Optional.of(new AccountId(accessKeyId))
        : Optional.empty();
  }

  /// The administrator of an account, which the first use of its key makes.
  Entity administrator(AccountId account) {
    return administrators.of(account, false);
  }
}
