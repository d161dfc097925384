package dev.hearth.identity;

import dev.hearth.identity.credentials.AccessKeySecrets;
import dev.hearth.identity.credentials.AwsIds;
import dev.hearth.identity.store.AccessKey;
import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.IamStore;
import dev.hearth.kernel.AccountId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// Sees to it that whoever owns the data folder has a key that works.
///
/// The first start makes the account, its administrator and a key. A later start finds the key in
/// its file; where the file is gone or its key is, it hands out one that the administrator still
/// has, or makes one. So nobody is locked out who has the folder, which holds everything anyway.
final class Bootstrap {
  private final IamStore store;
  private final Administrators administrators;
  private final AccessKeySecrets secrets;
  private final AwsIds ids;
  private final InstantSource clock;

  Bootstrap(
      IamStore store,
      Administrators administrators,
      AccessKeySecrets secrets,
      AwsIds ids,
      InstantSource clock) {
    this.store = store;
    this.administrators = administrators;
    this.secrets = secrets;
    this.ids = ids;
    this.clock = clock;
  }

  /// The key of the account that is the home of this data folder.
  Administrator home(Path dataFolder) {
    var kept = Administrator.read(dataFolder).filter(this::works);
    if (kept.isPresent()) {
      return kept.get();
    }
    var account = store.home().orElseGet(() -> new AccountId(ids.account()));
    var user = administrators.of(account, true);
    var key = existing(user).orElseGet(() -> add(user));
    key.write(dataFolder);
    return key;
  }

  /// An account with an administrator, and a new key of theirs.
  Administrator make(AccountId account) {
    return add(administrators.of(account, false));
  }

  /// The key `test` of the account 000000000000.
  Administrator developer(Path dataFolder) {
    var key = new Administrator(DeveloperKeys.ACCOUNT, DeveloperKeys.ID, DeveloperKeys.SECRET);
    administrators.of(DeveloperKeys.ACCOUNT, false);
    if (!Administrator.read(dataFolder).equals(Optional.of(key))) {
      key.write(dataFolder);
    }
    return key;
  }

  private boolean works(Administrator kept) {
    return store
        .accessKey(kept.accessKeyId())
        .filter(AccessKey::active)
        .filter(key -> secrets.open(key.id(), key.sealedSecret()).equals(kept.secret()))
        .isPresent();
  }

  private Optional<Administrator> existing(Entity user) {
    return store.read(user.account(), iam -> iam.accessKeys().of(user)).stream()
        .filter(AccessKey::active)
        .findFirst()
        .map(
            key ->
                new Administrator(
                    key.account(), key.id(), secrets.open(key.id(), key.sealedSecret())));
  }

  private Administrator add(Entity user) {
    var id = ids.accessKeyId(AwsIds.ACCESS_KEY);
    var secret = ids.secret();
    var key =
        new AccessKey(
            id, user.account(), user.id(), secrets.seal(id, secret), true, clock.instant(), null);
    store.write(
        user.account(),
        iam -> {
          iam.accessKeys().addBeyondQuota(key);
          return true;
        });
    return new Administrator(user.account(), id, secret);
  }
}
