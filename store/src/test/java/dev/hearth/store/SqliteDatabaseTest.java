package dev.hearth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest extends DatabaseContract {
  @TempDir Path folder;

  @Override
  Database open() {
    return Databases.sqlite(folder.resolve("x.db"), LEDGER);
  }

  @Override
  Database openUnchecked() {
    return Databases.sqlite(folder.resolve("x.db"));
  }

  @Test
  void everyCommitIsSyncedToTheDisk() {
    try (var database = openUnchecked()) {
      var synchronous =
          database.<Integer>write(
              sql -> sql.select("PRAGMA synchronous").mapTo(Integer.class).one());
      var journal =
          database.<String>write(
              sql -> sql.select("PRAGMA journal_mode").mapTo(String.class).one());
      assertThat(synchronous).isEqualTo(2); // FULL
      assertThat(journal).isEqualTo("wal");
    }
  }

  @Test
  void workThatCallsItsOwnDatabaseIsRefusedInsteadOfWaitingForever() {
    try (var database = openUnchecked()) {
      assertThatThrownBy(() -> database.write(_ -> database.<Integer>read(_ -> 1)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aDamagedFileIsRefusedWithItsName() throws IOException {
    var file = Files.writeString(folder.resolve("bad.db"), "no database, but text".repeat(100));
    assertThatThrownBy(() -> Databases.sqlite(file, LEDGER))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("bad.db");
    assertThat(file).content().startsWith("no database");
  }
}
