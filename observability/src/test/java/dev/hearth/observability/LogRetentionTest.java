package dev.hearth.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.observability.Logs.Stream;
import dev.hearth.observability.store.LogGroup;
import dev.hearth.observability.store.LogGroups;
import dev.hearth.observability.store.LogStreams;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRetentionTest {
  private static final AccountId ACCOUNT = new AccountId("123456789012");

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private Database database;
  private BufferedLogs logs;
  private LogRetention retention;

  @BeforeEach
  void open() {
    database = Databases.sqlite(folder.resolve("logs.db"), BufferedLogs.SCHEMA);
    logs = new BufferedLogs(database, () -> now);
    retention = new LogRetention(database, () -> now);
  }

  @AfterEach
  void close() {
    logs.close();
    database.close();
  }

  private void append(String group, String stream, int lines) {
    for (var i = 0; i < lines; i++) {
      logs.append(new Stream(ACCOUNT, Region.DEFAULT, group, stream), now, "0123456789");
    }
    logs.flush();
  }

  private LogGroup group(String name) {
    return database.read(
        sql -> new LogGroups(sql).find(ACCOUNT, Region.DEFAULT, name).orElseThrow());
  }

  private void retain(String name, int days) {
    var group = group(name);
    database.write(
        sql -> {
          new LogGroups(sql).retain(group, days);
          return true;
        });
  }

  private long count(String table) {
    return database.<Long>read(
        sql -> sql.select("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }

  @Test
  void onlyEventsPastTheirGroupsRetentionAreDeleted() {
    append("short", "s", 2_500);
    append("forever", "s", 3);
    now = now.plus(Duration.ofDays(1)).plusMillis(1);
    append("short", "s", 2);
    retain("short", 1);
    retention.sweep();
    assertThat(count("log_event")).isEqualTo(5);
    assertThat(group("short").storedBytes()).isEqualTo(2 * 36);
    assertThat(group("forever").storedBytes()).isEqualTo(3 * 36);
  }

  @Test
  void streamsThatAreEmptyByThatAreDeletedToo() {
    append("g", "old", 1);
    now = now.plus(Duration.ofDays(2));
    append("g", "new", 1);
    retain("g", 1);
    retention.sweep();
    List<String> streams =
        database.read(
            sql ->
                new LogStreams(sql)
                    .listByName(group(sql, "g"), "", "", false, 10).stream()
                        .map(stream -> stream.name())
                        .toList());
    assertThat(streams).containsExactly("new");
  }

  private static LogGroup group(org.jdbi.v3.core.Handle sql, String name) {
    return new LogGroups(sql).find(ACCOUNT, Region.DEFAULT, name).orElseThrow();
  }

  @Test
  void whatWasInADeletedGroupIsClearedAway() {
    append("gone", "a", 1_500);
    append("gone", "b", 10);
    append("kept", "a", 1);
    var gone = group("gone");
    database.write(
        sql -> {
          new LogGroups(sql).delete(gone);
          return true;
        });
    append("gone", "a", 2); // a new group of the same name
    retention.sweep();
    assertThat(count("log_event")).isEqualTo(3);
    assertThat(count("log_stream")).isEqualTo(2);
    assertThat(count("log_garbage")).isZero();
  }

  @Test
  void whatWasInADeletedStreamIsClearedAway() {
    append("g", "a", 1_500);
    append("g", "b", 1);
    database.write(
        sql -> {
          var stream = new LogStreams(sql).find(group(sql, "g"), "a").orElseThrow();
          new LogStreams(sql).delete(stream);
          return true;
        });
    retention.sweep();
    assertThat(count("log_event")).isEqualTo(1);
    assertThat(count("log_garbage")).isZero();
    assertThat(group("g").storedBytes()).isEqualTo(36);
  }
}
