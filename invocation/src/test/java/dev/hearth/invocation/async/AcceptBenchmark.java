package dev.hearth.invocation.async;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.Event;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// Events accepted a second, at rest and while others run and end in the ledger; a program, not a
/// test.
///
/// Arguments: a folder on the disk to measure; seconds for each measurement (5).
final class AcceptBenchmark {
  private static final Payload PAYLOAD = Payload.of("\"" + "x".repeat(510) + "\"");
  private static final int CALLERS = 64;

  private AcceptBenchmark() {}

  static void main(String[] args) {
    var span = Duration.ofSeconds(args.length > 1 ? Integer.parseInt(args[1]) : 5);
    var ended = new AtomicLong();
    try (var database = AsyncLab.open(Path.of(args[0]))) {
      var part =
          new AsyncPart(
              database,
              new Destinations((_, _, _) -> true),
              _ -> AsyncSettings.DEFAULT,
              new OneFunction(
                  () -> {
                    throw new AssertionError("nobody is told");
                  }),
              (_, _) -> {
                ended.incrementAndGet();
                return AsyncLab.succeeded("null");
              },
              (_, _, _, _) -> {
                throw new AssertionError("no function is durable");
              },
              () -> UUID.randomUUID().toString(),
              InstantSource.system());
      report("(warm-up)", accepts(part.invocations(), span), span);
      report("accepted, nothing runs", accepts(part.invocations(), span), span);
      part.start(true);
      long before = ended.get();
      report("accepted, while others end", accepts(part.invocations(), span), span);
      System.out.printf(
          "%-28s %8.0f/s%n", "ended meanwhile", (ended.get() - before) / (double) span.toSeconds());
      part.close(Duration.ofSeconds(5));
    }
  }

  private static long[] accepts(AsyncInvocations invocations, Duration span) {
    var micros = new ConcurrentLinkedQueue<Long>();
    var end = System.nanoTime() + span.toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        var function =
            new FunctionReference(
                new AccountId("123456789012"), Region.DEFAULT, "function" + i % 10, "");
        threads.execute(
            () -> {
              for (var start = System.nanoTime(); start < end; ) {
                invocations.accept(
                    function,
                    new Event(UUID.randomUUID().toString(), function.arn(), PAYLOAD, null, null));
                var now = System.nanoTime();
                micros.add((now - start) / 1_000);
                start = now;
              }
            });
      }
    }
    var values = micros.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(values);
    return values;
  }

  private static void report(String what, long[] micros, Duration span) {
    System.out.printf(
        "%-28s %8.0f/s   p50 %7.2f ms   p99 %7.2f ms%n",
        what,
        micros.length / (double) span.toSeconds(),
        micros[micros.length / 2] / 1e3,
        micros[(int) (micros.length * 0.99)] / 1e3);
  }
}
