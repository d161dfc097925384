package dev.hearth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  @Test
  void aFullDiskFailsTheWriteKeepsTheRestAndPasses() {
    try (var database = open()) {
      var insert = "INSERT INTO entry (name, body) VALUES (?, zeroblob(10000))";
      database.write(sql -> sql.execute(insert, "before"));
      // SQLite reports a reached limit of pages as it does a full disk.
      limitPages(database, 20);
      assertThatThrownBy(
              () -> {
                for (var i = 0; ; i++) {
                  var name = "n" + i;
                  database.write(sql -> sql.execute(insert, name));
                }
              })
          .isInstanceOfSatisfying(
              ServiceException.class,
              e -> {
                assertThat(e.status()).isEqualTo(503);
                assertThat(e).hasMessageContaining("disk is full");
              });
      limitPages(database, 10_000);
      database.write(sql -> sql.execute(insert, "after"));
      List<String> names =
          database.read(sql -> sql.select("SELECT name FROM entry").mapTo(String.class).list());
      assertThat(names).contains("before", "after");
    }
  }

  private static void limitPages(Database database, int pages) {
    database.write(sql -> sql.select("PRAGMA max_page_count = " + pages).mapTo(Long.class).one());
  }
}
