package dev.hearth.messaging.queues;

import static dev.hearth.messaging.sealing.TestKeys.ANYBODY;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.queues.Queues.Receive;
import dev.hearth.store.Databases;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/// Messages of 1 KiB sent, received and deleted a second, durably, below the API; a program, not a
/// test.
///
/// Arguments: a folder on the disk to measure; seconds for each measurement (5).
final class QueueBenchmark {
  private static final OutgoingMessage MESSAGE = OutgoingMessage.of("x".repeat(1_024), "AIDABENCH");

  private QueueBenchmark() {}

  static void main(String[] args) {
    var span = Duration.ofSeconds(args.length > 1 ? Integer.parseInt(args[1]) : 5);
    try (var database = Databases.sqlite(Path.of(args[0]).resolve("bench.db"), QueuesPart.SCHEMA)) {
      var queues =
          new Queues(
              database,
              InstantSource.system(),
              () -> UUID.randomUUID().toString(),
              new SecureRandom());
      report("(warm-up)", queues, 32, 10, span);
      for (var callers : new int[] {1, 16, 64}) {
        report("batches of 10, " + callers + " callers", queues, callers, 10, span);
        report("single, " + callers + " callers", queues, callers, 1, span);
      }
    }
  }

  private static void report(String what, Queues queues, int callers, int batch, Duration span) {
    var queue =
        queues
            .directory()
            .create(
                Queue.arn(Region.DEFAULT, new AccountId("123456789012"), "q" + UUID.randomUUID()),
                Map.of(),
                Map.of());
    var micros = new ConcurrentLinkedQueue<Long>();
    long end = System.nanoTime() + span.toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        threads.execute(
            () -> {
              for (long start = System.nanoTime(); start < end; ) {
                queues.send(queue, Collections.nCopies(batch, MESSAGE), ANYBODY);
                var got = queues.receive(queue, Receive.upTo(batch, Duration.ZERO), ANYBODY);
                queues.delete(queue, got.stream().map(ReceivedMessage::receiptHandle).toList());
                long now = System.nanoTime();
                micros.add((now - start) / 1_000);
                start = now;
              }
            });
      }
    }
    var sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "%-28s %8.0f messages/s   send + receive + delete p50 %7.2f ms   p99 %7.2f ms%n",
        what,
        sorted.length * (double) batch / span.toSeconds(),
        sorted[sorted.length / 2] / 1e3,
        sorted[(int) (sorted.length * 0.99)] / 1e3);
  }
}
