package dev.hearth.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.observability.Logs.Stream;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BufferedLogsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;
  private Database database;
  private BufferedLogs logs;

  @BeforeEach
  void open() {
    database = Databases.sqlite(folder.resolve("logs.db"), BufferedLogs.SCHEMA);
    logs = new BufferedLogs(database, () -> NOW);
  }

  @AfterEach
  void close() {
    logs.close();
    database.close();
  }

  private static Stream stream(String name) {
    return new Stream(new AccountId("123456789012"), Region.DEFAULT, "/aws/lambda/f", name);
  }

  private List<String> stored() {
    return database.read(
        sql -> sql.select("SELECT message FROM log_event ORDER BY seq").mapTo(String.class).list());
  }

  @Test
  void linesAreReadableInOrderAfterAFlush() {
    for (var i = 0; i < 5_000; i++) {
      logs.append(stream("s"), NOW, "line " + i);
    }
    logs.flush();
    var stored = stored();
    assertThat(stored).hasSize(5_000).startsWith("line 0", "line 1").endsWith("line 4999");
    assertThat(logs.dropped()).isZero();
  }

  @Test
  void groupAndStreamsAreMadeByTheirFirstLine() {
    logs.append(stream("a"), NOW, "1");
    logs.append(stream("b"), NOW, "2");
    logs.append(stream("a"), NOW, "3");
    logs.flush();
    List<String> streams =
        database.read(
            sql ->
                sql.select(
                        "SELECT g.name || ' ' || s.name FROM log_stream s"
                            + " JOIN log_group g ON g.id = s.group_id ORDER BY 1")
                    .mapTo(String.class)
                    .list());
    assertThat(streams).containsExactly("/aws/lambda/f a", "/aws/lambda/f b");
  }

  @Test
  void linesAreStoredSoonWithoutAFlush() {
    logs.append(stream("s"), NOW, "x");
    var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (stored().isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(stored()).containsExactly("x");
  }

  @Test
  void aCloseStoresWhatIsLeftAndLaterLinesAreCounted() {
    logs.append(stream("s"), NOW, "last words");
    logs.close();
    logs.append(stream("s"), NOW, "too late");
    assertThat(stored()).containsExactly("last words");
    assertThat(logs.dropped()).isEqualTo(1);
  }

  @Test
  void aLineLongerThanAnEventIsStoredInPiecesThatKeepCharactersWhole() {
    var line = "x".repeat(256 * 1024 - 1) + "🔥" + "y";
    logs.append(stream("s"), NOW, line);
    logs.flush();
    assertThat(stored()).hasSize(2);
    assertThat(String.join("", stored())).isEqualTo(line);
    assertThat(stored().get(1)).isEqualTo("🔥y");
  }

  @Test
  void aFullBufferDropsWithoutWaitingAndTellsTheStreamAfterwards() throws Exception {
    var busy = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Holds the database's only writer, so that nothing can be stored.
      var blocker =
          threads.submit(
              () ->
                  database.write(
                      _ -> {
                        busy.countDown();
                        await(release);
                        return true;
                      }));
      busy.await();
      var line = "x".repeat(100_000);
      for (var i = 0; i < 1_000; i++) {
        logs.append(stream("s"), NOW, line);
      }
      var dropped = logs.dropped();
      assertThat(dropped).isBetween(900L, 930L); // one stream may fill half of it
      release.countDown();
      assertThat(blocker.get()).isTrue();
      logs.flush();
      logs.append(stream("s"), NOW, "after");
      logs.flush();
      assertThat(stored())
          .hasSize((int) (1_000 - dropped) + 2)
          .endsWith(
              "[hearth] " + dropped + " log lines before this one were lost: the log was full",
              "after");
    }
  }

  @Test
  void aDatabaseThatFailsForAWhileLosesNothing() {
    var flaky = new Flaky(database);
    try (var logs = new BufferedLogs(flaky, () -> NOW)) {
      logs.append(stream("s"), NOW, "patient");
      logs.flush();
    }
    assertThat(flaky.failures).isZero();
    assertThat(stored()).containsExactly("patient");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Refuses the first write as a full disk would.
  private static final class Flaky implements Database {
    private final Database database;
    private int failures = 1;

    Flaky(Database database) {
      this.database = database;
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
      return database.read(work);
    }

    @Override
    public <T extends @Nullable Object> T write(Isolation isolation, Work<T> work) {
      if (failures > 0) {
        failures--;
        throw new ServiceException("ServiceUnavailableException", 503, "The disk is full.");
      }
      return database.write(isolation, work);
    }

    @Override
    public void close() {}
  }
}
