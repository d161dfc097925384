package dev.hearth.secrets.keys.store;

import dev.hearth.secrets.keys.KmsKey;
import dev.hearth.store.Database;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Keys and all that belongs to them.
public final class KeyStore {
  private final Database database;
  private final KeyPolicies policies;

  /// @param database opened with [dev.hearth.secrets.SecretsPart#SCHEMA]
  public KeyStore(Database database) {
    this.database = database;
    this.policies = new KeyPolicies(this);
  }

  /// The tables within one transaction.
  public record Tables(KeyTable keys, AliasTable aliases, GrantTable grants) {}

  private static Tables tables(Handle sql) {
    return new Tables(new KeyTable(sql), new AliasTable(sql), new GrantTable(sql));
  }

  /// What deciding reads.
  public KeyPolicies policies() {
    return policies;
  }

  /// One consistent look.
  public <T extends @Nullable Object> T read(Function<Tables, T> work) {
    return database.read(sql -> work.apply(tables(sql)));
  }

  /// One transaction.
  public <T extends @Nullable Object> T write(Function<Tables, T> work) {
    return database.write(sql -> work.apply(tables(sql)));
  }

  /// One transaction that changes who may use a key.
  public <T extends @Nullable Object> T change(KmsKey key, Function<Tables, T> work) {
    try {
      return write(work);
    } finally {
      policies.forget(key);
    }
  }
}
