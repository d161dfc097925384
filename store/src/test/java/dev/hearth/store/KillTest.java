package dev.hearth.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a writing process at moments that a seed decides.
class KillTest {
  private static final int KILLS = 5;

  @TempDir Path temp;

  @Test
  void whatWasAcknowledgedBeforeKillMinusNineIsThereAfterwards() throws Exception {
    var file = temp.resolve("x.db");
    var random = RandomGenerator.of("L64X128MixRandom");
    Set<String> acknowledged = new HashSet<>();
    for (var kill = 0; kill < KILLS; kill++) {
      var writer = ChildJvm.start(Writer.class, file.toString(), Integer.toString(kill));
      var wanted = random.nextInt(1, 400);
      try (var lines =
          new BufferedReader(
              new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          acknowledged.add(line);
          if (--wanted == 0) {
            writer.toHandle().destroyForcibly(); // the process itself would close its output
          }
        }
      }
      assertThat(writer.waitFor()).isEqualTo(137); // it was killed and did not end by itself
      try (var database = Databases.sqlite(file, DatabaseContract.LEDGER)) {
        Set<String> stored =
            database.read(
                sql ->
                    new HashSet<>(sql.select("SELECT name FROM entry").mapTo(String.class).list()));
        assertThat(stored).containsAll(acknowledged);
      }
    }
    assertThat(acknowledged).hasSizeGreaterThan(KILLS);
  }

  /// Writes rows from many threads for ever, and prints each name once its write has returned.
  static final class Writer {
    private Writer() {}

    static void main(String[] args) {
      var database = Databases.sqlite(Path.of(args[0]), DatabaseContract.LEDGER);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var i = 0; i < 16; i++) {
          var name = args[1] + "-" + i + "-";
          threads.execute(
              () -> {
                for (var n = 0; ; n++) {
                  write(database, name + n);
                }
              });
        }
      }
    }

    private static void write(Database database, String name) {
      database.write(
          sql -> sql.createUpdate("INSERT INTO entry (name) VALUES (?)").bind(0, name).execute());
      System.out.println(name);
    }
  }
}
