package dev.hearth.workflows.execution;

import dev.hearth.store.Database;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A database whose process dies before or after a transaction, when it is told to.
final class UnreliableDatabase implements Database {
  private final Database database;
  private final BooleanSupplier dies;

  UnreliableDatabase(Database database, BooleanSupplier dies) {
    this.database = database;
    this.dies = dies;
  }

  /// The process is dead. Nothing but the simulation may catch it.
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    return database.read(work);
  }

  @Override
  public <T extends @Nullable Object> T write(Isolation isolation, Work<T> work) {
    dieOrGoOn(); // nothing was kept
    var result = database.write(isolation, work);
    dieOrGoOn(); // it was, but nobody knows
    return result;
  }

  @Override
  public boolean isShared() {
    return database.isShared();
  }

  private void dieOrGoOn() {
    if (dies.getAsBoolean()) {
      throw new Killed();
    }
  }

  @Override
  public void close() {
    throw new IllegalStateException("it belongs to many");
  }
}
