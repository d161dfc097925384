package dev.hearth.identity.store;

import dev.hearth.identity.accounts.Account;
import dev.hearth.kernel.AccountId;
import dev.hearth.store.Database;
import dev.hearth.store.Schema;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The way to all that IAM keeps, and the count of its changes, by which caches know that they are
/// out of date.
public final class IamStore {
  /// The tables of this part.
  public static final Schema SCHEMA = new Schema("identity");

  private final Database database;
  private final AtomicLong generation = new AtomicLong();

  public IamStore(Database database) {
    this.database = database;
  }

  public <T extends @Nullable Object> T read(AccountId account, Function<Directory, T> work) {
    return database.read(sql -> work.apply(Directory.of(sql, account)));
  }

  /// One transaction; `work` may run again, so it must have no effect but on the directory.
  public <T extends @Nullable Object> T write(AccountId account, Function<Directory, T> work) {
    try {
      return quietly(account, work);
    } finally {
      generation.incrementAndGet(); // also where it failed: whether it was kept may be unknown
    }
  }

  /// As [#write], for what no decision depends on.
  public <T extends @Nullable Object> T quietly(AccountId account, Function<Directory, T> work) {
    return database.write(sql -> work.apply(Directory.of(sql, account)));
  }

  /// The key of this id, in whatever account.
  public Optional<AccessKey> accessKey(String id) {
    return database.read(sql -> new AccessKeys(sql).find(id));
  }

  /// Every account, oldest first.
  public List<Account> accounts() {
    return database.read(sql -> new Accounts(sql).list());
  }

  /// The account that the first start made.
  public Optional<AccountId> home() {
    return database.read(sql -> new Accounts(sql).home());
  }

  /// Rises with every change on this node. What was read after it was seen is at least as new.
  public long generation() {
    return generation.get();
  }
}
