package dev.hearth.identity.store;

import dev.hearth.identity.store.AccessKey.LastUse;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.ServiceException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers what users' keys were used for last, without a write on the path of a request: at most
/// once in an hour and key, and beside it.
public final class KeyUse {
  private static final Duration GRANULARITY = Duration.ofHours(1);

  private final IamStore store;
  private final Map<String, LastUse> known = new ConcurrentHashMap<>();

  public KeyUse(IamStore store) {
    this.store = store;
  }

  /// A key that exists has signed a request.
  public void note(AccountId account, String keyId, LastUse use) {
    var before = known.get(keyId);
    if (before == null || before.time().plus(GRANULARITY).isBefore(use.time())) {
      known.put(keyId, use);
      Thread.ofVirtual().name("key use").start(() -> save(account, keyId, use));
    }
  }

  /// The last use of a key, as far as it is known.
  public Optional<LastUse> of(AccessKey key) {
    var noted = known.get(key.id());
    return Optional.ofNullable(noted != null ? noted : key.lastUse());
  }

  private void save(AccountId account, String keyId, LastUse use) {
    try {
      store.quietly(
          account,
          iam -> {
            iam.accessKeys().used(keyId, use);
            return true;
          });
    } catch (ServiceException _) {
      // The database is closed or too busy; the next use after an hour tries again.
    }
  }
}
