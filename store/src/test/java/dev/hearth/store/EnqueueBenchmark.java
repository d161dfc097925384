package dev.hearth.store;

import dev.hearth.kernel.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/// Durable enqueues a second, beside what the disk can sync; a program, not a test.
///
/// Arguments: a folder on the disk to measure; seconds for each measurement (5).
final class EnqueueBenchmark {
  private static final Payload EVENT = Payload.of("x".repeat(512));

  private EnqueueBenchmark() {}

  static void main(String[] args) throws IOException {
    var folder = Path.of(args[0]);
    var span = Duration.ofSeconds(args.length > 1 ? Integer.parseInt(args[1]) : 5);
    report("write + fdatasync, alone", syncs(folder, span), span);
    try (var database = Databases.sqlite(folder.resolve("bench.db"), WorkQueue.SCHEMA)) {
      var queue = new WorkQueue(database, "bench", InstantSource.system());
      report("(warm-up)", enqueues(queue, 64, span), span);
      for (var callers : new int[] {1, 16, 64, 256, 1024}) {
        report("enqueue, " + callers + " callers", enqueues(queue, callers, span), span);
      }
    }
  }

  private static long[] syncs(Path folder, Duration span) throws IOException {
    var micros = new ConcurrentLinkedQueue<Long>();
    var file = folder.resolve("bench.sync");
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var end = System.nanoTime() + span.toNanos();
      for (var start = System.nanoTime(); start < end; ) {
        channel.write(ByteBuffer.wrap(EVENT.bytes()));
        channel.force(false);
        var now = System.nanoTime();
        micros.add((now - start) / 1_000);
        start = now;
      }
    }
    Files.delete(file);
    return sorted(micros);
  }

  private static long[] enqueues(WorkQueue queue, int callers, Duration span) {
    var micros = new ConcurrentLinkedQueue<Long>();
    var end = System.nanoTime() + span.toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < callers; i++) {
        var lane = "function" + i % 10;
        threads.execute(
            () -> {
              for (var start = System.nanoTime(); start < end; ) {
                queue.enqueue(lane, EVENT, InstantSource.system().instant());
                var now = System.nanoTime();
                micros.add((now - start) / 1_000);
                start = now;
              }
            });
      }
    }
    return sorted(micros);
  }

  private static long[] sorted(ConcurrentLinkedQueue<Long> micros) {
    var values = micros.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(values);
    return values;
  }

  private static void report(String what, long[] micros, Duration span) {
    System.out.printf(
        "%-28s %8.0f/s   p50 %7.2f ms   p99 %7.2f ms   max %7.2f ms%n",
        what,
        micros.length / (double) span.toSeconds(),
        micros[micros.length / 2] / 1e3,
        micros[(int) (micros.length * 0.99)] / 1e3,
        micros[micros.length - 1] / 1e3);
  }
}
