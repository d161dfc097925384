package dev.hearth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every engine must do alike.
abstract class DatabaseContract {
  static final Schema LEDGER = new Schema("ledger");

  private Database database;

  /// An empty database, or the one of before when called again within a test.
  abstract Database open();

  @BeforeEach
  void openIt() {
    database = open();
  }

  @AfterEach
  void closeIt() {
    database.close();
  }

  private void insert(String name) {
    database.write(
        sql -> sql.createUpdate("INSERT INTO entry (name) VALUES (:n)").bind("n", name).execute());
  }

  private List<String> names() {
    return database.read(
        sql -> sql.select("SELECT name FROM entry ORDER BY id").mapTo(String.class).list());
  }

  @Test
  void whatWasWrittenIsThereAfterReopening() {
    insert("a");
    database.close();
    database = open();
    assertThat(names()).containsExactly("a");
  }

  @Test
  void valuesOfTheKernelAreKeptAsTheyWere() {
    var at = Instant.parse("2026-01-02T03:04:05.678Z");
    database.write(
        sql ->
            sql.createUpdate("INSERT INTO entry (name, body, at, open) VALUES ('x', :b, :t, :o)")
                .bind("b", Payload.of(new byte[] {0, -1, 2}))
                .bind("t", at)
                .bind("o", false)
                .execute());
    var row = database.read(sql -> sql.select("SELECT body, at, open FROM entry").mapToMap().one());
    assertThat(row.get("at")).isEqualTo(at.toEpochMilli());
    assertThat(
            database.<Payload>read(
                sql -> sql.select("SELECT body FROM entry").mapTo(Payload.class).one()))
        .isEqualTo(Payload.of(new byte[] {0, -1, 2}));
    assertThat(
            database.<Instant>read(
                sql -> sql.select("SELECT at FROM entry").mapTo(Instant.class).one()))
        .isEqualTo(at);
    assertThat(
            database.<Boolean>read(
                sql -> sql.select("SELECT open FROM entry").mapTo(Boolean.class).one()))
        .isFalse();
  }

  @Test
  void anExceptionUndoesItsTransactionAndReachesTheCallerAsItWas() {
    var refusal = new ServiceException("ResourceConflictException", 409, "taken");
    assertThatThrownBy(
            () ->
                database.write(
                    sql -> {
                      sql.execute("INSERT INTO entry (name) VALUES ('gone')");
                      throw refusal;
                    }))
        .isSameAs(refusal);
    assertThat(names()).isEmpty();
  }

  @Test
  void manyWritersAtOnceEachSucceedOrFailAlone() throws Exception {
    insert("taken");
    List<Future<?>> writers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 200; i++) {
        var name = i % 2 == 0 ? "free" + i : "taken";
        writers.add(threads.submit(() -> insert(name)));
      }
    }
    for (var i = 0; i < 200; i++) {
      var writer = writers.get(i);
      assertThat(writer.state() == Future.State.SUCCESS).as("writer %d", i).isEqualTo(i % 2 == 0);
    }
    assertThat(names()).hasSize(101).doesNotHaveDuplicates();
  }

  @Test
  void readThenWriteOfManyAtOnceLosesNoUpdate() {
    database.write(sql -> sql.execute("INSERT INTO entry (name, at) VALUES ('counter', 0)"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 50; i++) {
        threads.execute(
            () ->
                database.write(
                    sql -> {
                      var n = sql.select("SELECT at FROM entry").mapTo(Long.class).one();
                      return sql.execute("UPDATE entry SET at = ?", n + 1);
                    }));
      }
    }
    assertThat(
            database.<Long>read(sql -> sql.select("SELECT at FROM entry").mapTo(Long.class).one()))
        .isEqualTo(50L);
  }

  @Test
  void aReaderSeesOneSnapshotWhileOthersWrite() throws Exception {
    insert("before");
    var started = new CountDownLatch(1);
    var written = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var counts =
          threads.submit(
              () ->
                  database.read(
                      sql -> {
                        var count = "SELECT count(*) FROM entry";
                        var first = sql.select(count).mapTo(Integer.class).one();
                        started.countDown();
                        await(written);
                        return List.of(first, sql.select(count).mapTo(Integer.class).one());
                      }));
      started.await();
      insert("meanwhile");
      written.countDown();
      assertThat(counts.get()).containsExactly(1, 1);
    }
  }

  @Test
  void aReadThatWritesIsRefused() {
    assertThatThrownBy(
            () -> database.read(sql -> sql.execute("INSERT INTO entry (name) VALUES ('x')")))
        .isInstanceOf(RuntimeException.class)
        .isNotInstanceOf(ServiceException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void aRowThatOthersReferToIsKept() {
    database.write(
        sql -> {
          var id =
              sql.select("INSERT INTO entry (name) VALUES ('parent') RETURNING id")
                  .mapTo(Long.class)
                  .one();
          return sql.execute("INSERT INTO line (entry_id, position) VALUES (?, 1)", id);
        });
    assertThatThrownBy(() -> database.write(sql -> sql.execute("DELETE FROM entry")))
        .isInstanceOf(RuntimeException.class);
    assertThat(names()).containsExactly("parent");
  }

  @Test
  void aClosedDatabaseRefusesClearly() {
    database.close();
    assertThatThrownBy(() -> insert("late"))
        .isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.status()).isEqualTo(503));
  }

  @Test
  void tablesOfANewerVersionAreRefusedUntouched() {
    database.write(
        sql ->
            sql.execute(
                "INSERT INTO flyway_ledger (installed_rank, version, description, type, script,"
                    + " installed_by, execution_time, success) VALUES (9, '9', 'x', 'SQL', 'x',"
                    + " 'x', 1, TRUE)"));
    insert("kept");
    database.close();
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("ledger")
        .hasMessageContaining("version 9");
    database = openUnchecked();
    assertThat(names()).containsExactly("kept");
  }

  /// The same database without a look at its tables.
  abstract Database openUnchecked();

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
