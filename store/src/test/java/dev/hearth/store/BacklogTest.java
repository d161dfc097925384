package dev.hearth.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.Payload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacklogTest {
  private static final int EVENTS = 100_000;
  private static final int BYTES = 4 * 1024;

  @TempDir Path folder;

  /// The backlog's payloads alone are three times the heap of [ChildJvm], 128 MiB.
  @Test
  void aBacklogLargerThanTheHeapIsTakenInAndHandedOut() throws Exception {
    var child = ChildJvm.start(Producer.class, folder.resolve("x.db").toString());
    assertThat(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim())
        .isEqualTo(EVENTS + " waiting, " + WorkQueue.LARGEST_LEASE + " leased");
    assertThat(child.waitFor()).isZero();
  }

  /// Takes the events in from many threads, leases as much as one may, and prints the counts.
  static final class Producer {
    private Producer() {}

    static void main(String[] args) {
      try (var database = Databases.sqlite(Path.of(args[0]), WorkQueue.SCHEMA)) {
        var queue = new WorkQueue(database, "q", InstantSource.system());
        try (var threads = Executors.newFixedThreadPool(100, Thread.ofVirtual().factory())) {
          for (var i = 0; i < EVENTS; i++) {
            var lane = "f" + i % 10;
            threads.execute(
                () ->
                    queue.enqueue(
                        lane, Payload.of(new byte[BYTES]), InstantSource.system().instant()));
          }
        }
        var before = queue.counts();
        queue.lease(WorkQueue.LARGEST_LEASE, Duration.ofHours(1), Duration.ZERO);
        System.out.println(before.waiting() + " waiting, " + queue.counts().leased() + " leased");
      }
    }
  }
}
