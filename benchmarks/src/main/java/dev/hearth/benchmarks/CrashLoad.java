package dev.hearth.benchmarks;

import dev.hearth.cli.AwsClients;
import dev.hearth.cli.Deployment;
import dev.hearth.cli.Entry;
import dev.hearth.cli.Failure;
import dev.hearth.cli.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/// Clients that send events until nobody answers any more, for [Crash].
final class CrashLoad implements AutoCloseable {
  static final String FUNCTION = "crash";
  static final String TOLD = "crash-told";

  /// One event in so many fails.
  static final int FAILING = 10;

  private static final int CLIENTS = 8;

  private static final String HANDLER =
      """
      def handler(event, context):
          if event.get("n", 1) %% %d == 0:
              raise ValueError("on purpose")
      """
          .formatted(FAILING);

  private final AwsClients clients;
  private final Map<String, Integer> accepted;
  private final AtomicInteger next = new AtomicInteger();
  private final Semaphore taken = new Semaphore(0);
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);

  /// @param accepted where the request ids of accepted events are put, with their numbers
  CrashLoad(AwsClients clients, Map<String, Integer> accepted) {
    this.clients = clients;
    this.accepted = accepted;
    clients.lambda(); // clients are made on one thread
    for (int i = 0; i < CLIENTS; i++) {
      threads.execute(this::send);
    }
  }

  /// Makes the function, whose failures are final at once, and the one that is told of them.
  static void deploy(AwsClients clients) throws IOException {
    try (var folder = new TemporaryFolder()) {
      Files.writeString(folder.path().resolve("app.py"), HANDLER);
      for (var name : new String[] {TOLD, FUNCTION}) {
        new Deployment(
                name,
                folder.path(),
                new Entry(Entry.PYTHON, "app.handler"),
                Map.of(),
                1769, // a whole CPU
                Duration.ofSeconds(10),
                null)
            .apply(clients);
      }
    }
    var lambda = clients.lambda();
    var role = lambda.getFunctionConfiguration(r -> r.functionName(FUNCTION)).role();
    var told = lambda.getFunctionConfiguration(r -> r.functionName(TOLD)).functionArn();
    clients
        .iam()
        .putRolePolicy(
            r ->
                r.roleName(role.substring(role.lastIndexOf('/') + 1))
                    .policyName("tell")
                    .policyDocument(
                        """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                          "Action": "lambda:InvokeFunction", "Resource": "%s"}]}
                        """
                            .formatted(told)));
    lambda.putFunctionEventInvokeConfig(
        r ->
            r.functionName(FUNCTION)
                .maximumRetryAttempts(0)
                .destinationConfig(d -> d.onFailure(f -> f.destination(told))));
  }

  private void send() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        int n = next.incrementAndGet();
        var answer =
            clients
                .lambda()
                .invoke(
                    r ->
                        r.functionName(FUNCTION)
                            .invocationType(InvocationType.EVENT)
                            .payload(SdkBytes.fromUtf8String("{\"n\": " + n + "}")));
        if (answer.statusCode() == 202) {
          synchronized (accepted) {
            accepted.put(answer.responseMetadata().requestId(), n);
          }
          taken.release();
        }
      }
    } catch (SdkException _) {
      // nobody answers: it was killed
    }
  }

  /// Waits until `events` were accepted.
  void await(int events) throws IOException {
    try {
      if (!taken.tryAcquire(events, 1, TimeUnit.MINUTES)) {
        throw new Failure("Not even " + events + " events were accepted within a minute.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// Waits until every client has noticed.
  void finish() {
    threads.close();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
