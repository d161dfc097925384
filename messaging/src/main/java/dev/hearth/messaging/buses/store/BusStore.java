package dev.hearth.messaging.buses.store;

import dev.hearth.store.Database;
import dev.hearth.store.Schema;
import org.jspecify.annotations.Nullable;

/// Where event buses are kept: transactions over [BusTables].
public final class BusStore {
  /// The tables, to be given when the database is opened.
  public static final Schema SCHEMA = new Schema("buses");

  private final Database database;

  /// @param database opened with [#SCHEMA]
  public BusStore(Database database) {
    this.database = database;
  }

  /// As [Database#read].
  public <T extends @Nullable Object> T read(Work<T> work) {
    return database.<T>read(sql -> work.run(new BusTables(sql)));
  }

  /// As [Database#write]: `work` may run again, so it has no effect but on the tables.
  public <T extends @Nullable Object> T write(Work<T> work) {
    return database.<T>write(sql -> work.run(new BusTables(sql)));
  }

  /// What to do with the tables; it must not keep them.
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T run(BusTables tables);
  }
}
