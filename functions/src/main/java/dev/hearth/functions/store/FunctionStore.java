package dev.hearth.functions.store;

import dev.hearth.identity.credentials.Seal;
import dev.hearth.store.Database;
import org.jspecify.annotations.Nullable;

/// Where functions are kept: transactions over [FunctionTables].
public final class FunctionStore {
  private final Database database;
  private final Seal seal;

  /// @param database opened with this part's tables
  /// @param seal encrypts what functions keep secret, their environment variables
  public FunctionStore(Database database, Seal seal) {
    this.database = database;
    this.seal = seal;
  }

  /// As [Database#read].
  public <T extends @Nullable Object> T read(Work<T> work) {
    return database.<T>read(sql -> work.run(new FunctionTables(sql, seal)));
  }

  /// As [Database#write]: `work` may run again, so it has no effect but on the tables.
  public <T extends @Nullable Object> T write(Work<T> work) {
    return database.<T>write(sql -> work.run(new FunctionTables(sql, seal)));
  }

  /// As [Database#isShared].
  public boolean isShared() {
    return database.isShared();
  }

  /// What to do with the tables; it must not keep them.
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T run(FunctionTables tables);
  }
}
