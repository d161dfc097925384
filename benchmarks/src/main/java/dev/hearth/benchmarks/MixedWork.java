package dev.hearth.benchmarks;

import dev.hearth.cli.Deployment;
import dev.hearth.cli.Entry;
import dev.hearth.cli.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/// Clients that do what users do, for [Mixed]: mostly calls, and now and then everything else.
final class MixedWork implements AutoCloseable {
  private static final int CLIENTS = 8;
  private static final int MOST_WRONG = 1_000;

  private static final String FAILING =
      """
      import os

      def handler(event, context):
          if event.get("exit"):
              os._exit(3)
          raise ValueError("on purpose")
      """;

  private final Target target;
  private final long nanosecondsBetween;
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private final AtomicLong next = new AtomicLong(System.nanoTime());
  private final AtomicLong done = new AtomicLong();
  private final List<String> wrong = new ArrayList<>();
  private volatile boolean stopping;

  MixedWork(Target target, int rate) throws IOException {
    this.target = target;
    nanosecondsBetween = TimeUnit.SECONDS.toNanos(1) / rate;
    Language.PYTHON.deploy(target, "mixed-python", 0);
    Language.NODE.deploy(target, "mixed-node", 0);
    failing();
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      threads.execute(() -> run(client));
    }
  }

  long done() {
    return done.get();
  }

  /// What had another outcome than it must have.
  List<String> wrong() {
    synchronized (wrong) {
      return List.copyOf(wrong);
    }
  }

  private void failing() throws IOException {
    try (var folder = new TemporaryFolder()) {
      Files.writeString(folder.path().resolve("app.py"), FAILING);
      new Deployment(
              "mixed-failing",
              folder.path(),
              new Entry(Entry.PYTHON, "app.handler"),
              Map.of(),
              128,
              Duration.ofSeconds(3),
              null)
          .apply(target.clients());
    }
  }

  private void run(int client) {
    var random = new Random(client);
    for (int i = 1; !stopping; i++) {
      // One pace for all clients: each takes the next free moment.
      long moment = next.getAndAdd(nanosecondsBetween);
      for (long now = System.nanoTime(); now < moment; now = System.nanoTime()) {
        LockSupport.parkNanos(moment - now);
      }
      try {
        step(client, i, random.nextInt(100));
        done.incrementAndGet();
      } catch (AwsServiceException | IOException | IllegalStateException e) {
        note(String.valueOf(e.getMessage()));
      }
    }
  }

  private void step(int client, int i, int dice) throws IOException {
    if (dice < 60) {
      expect(null, "mixed-python", "{}");
    } else if (dice < 88) {
      expect(null, "mixed-node", "{\"text\": \"" + "x".repeat(dice * 100) + "\"}");
    } else if (dice < 91) {
      target
          .clients()
          .lambda()
          .invoke(
              r ->
                  r.functionName("mixed-python")
                      .invocationType(InvocationType.EVENT)
                      .payload(SdkBytes.fromUtf8String("{}")));
    } else if (dice < 94) {
      expect("Unhandled", "mixed-failing", "{}");
    } else if (dice < 95) {
      expect("Unhandled", "mixed-failing", "{\"exit\": true}");
    } else if (dice < 98) {
      target.clients().logs().describeLogStreams(r -> r.logGroupName("/aws/lambda/mixed-node"));
    } else {
      var name = "mixed-own-" + client;
      Language.PYTHON.deploy(target, name, i);
      expect(null, name, "{}");
      target.clients().lambda().deleteFunction(r -> r.functionName(name));
    }
  }

  private void expect(@Nullable String error, String name, String event) {
    var answer =
        target
            .clients()
            .lambda()
            .invoke(r -> r.functionName(name).payload(SdkBytes.fromUtf8String(event)));
    if (!Objects.equals(error, answer.functionError())) {
      note(name + ": " + answer.functionError() + " " + answer.payload().asUtf8String());
    }
  }

  private void note(String what) {
    synchronized (wrong) {
      if (wrong.size() < MOST_WRONG) {
        wrong.add(what);
      }
    }
  }

  /// Waits until every client has ended its operation.
  void finish() {
    stopping = true;
    threads.close();
  }

  @Override
  public void close() {
    stopping = true;
    threads.shutdownNow();
  }
}
