package dev.hearth.identity;

import dev.hearth.identity.credentials.AwsIds;
import dev.hearth.identity.store.Directory;
import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.IamStore;
import dev.hearth.kernel.AccountId;
import java.time.InstantSource;
import java.util.Optional;

/// Makes accounts, each with a user that may do everything in it.
///
/// It is a user and not the account's root, since roles may not be assumed by root.
final class Administrators {
  static final String NAME = "administrator";
  private static final String POLICY = "arn:aws:iam::aws:policy/AdministratorAccess";

  private final IamStore store;
  private final AwsIds ids;
  private final InstantSource clock;

  Administrators(IamStore store, AwsIds ids, InstantSource clock) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
  }

  /// The administrator of an account; both are made where they are not there yet.
  ///
  /// @param home whether the account is the one that the first start makes
  Entity of(AccountId account, boolean home) {
    return store
        .read(account, Administrators::find)
        .orElseGet(() -> store.write(account, iam -> make(iam, home)));
  }

  private static Optional<Entity> find(Directory iam) {
    return iam.entities()
        .find(EntityKind.USER, NAME)
        .filter(user -> iam.attachments().of(user).stream().anyMatch(p -> p.arn().equals(POLICY)));
  }

  private Entity make(Directory iam, boolean home) {
    var now = clock.instant();
    iam.accounts().ensure(iam.account(), home, now);
    var user =
        iam.entities()
            .find(EntityKind.USER, NAME)
            .orElseGet(() -> iam.entities().add(user(iam.account(), now)));
    iam.attachments().attach(user, POLICY);
    return user;
  }

  private Entity user(AccountId account, java.time.Instant now) {
    return new Entity(
        ids.uniqueId(EntityKind.USER.idPrefix()),
        account,
        EntityKind.USER,
        NAME,
        "/",
        null,
        null,
        null,
        now);
  }
}
