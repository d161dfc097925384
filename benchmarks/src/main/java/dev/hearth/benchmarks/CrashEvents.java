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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/// Asynchronous events, of which each that was answered 202 must end once, as it must.
final class CrashEvents implements CrashWork {
  static final String FUNCTION = "crash";
  static final String TOLD = "crash-told";

  /// One event in so many fails.
  static final int FAILING = 10;

  private static final int CLIENTS = 8;
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(15);
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(200);

  private static final String HANDLER =
      """
      def handler(event, context):
          if event.get("n", 1) %% %d == 0:
              raise ValueError("on purpose")
      """
          .formatted(FAILING);

  /// The request ids of accepted events, with their numbers.
  private final Map<String, Integer> accepted = new ConcurrentHashMap<>();

  private final AtomicInteger next = new AtomicInteger();
  private Map<String, CrashLedger.End> ends = Map.of();
  private long repeated;

  @Override
  public String how() {
    return "Eight clients send events as fast as they are accepted; one event in ten fails and is"
        + " told to another function.";
  }

  /// Makes the function, whose failures are final at once, and the one that is told of them.
  @Override
  public void prepare(AwsClients clients) throws IOException {
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

  @Override
  public void start(AwsClients clients, CrashClients threads) {
    clients.lambda(); // clients are made on one thread
    for (int i = 0; i < CLIENTS; i++) {
      threads.repeat(() -> send(clients, threads));
    }
  }

  private void send(AwsClients clients, CrashClients threads) {
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
      accepted.put(answer.responseMetadata().requestId(), n);
      threads.accepted();
    }
  }

  @Override
  public int accepted() {
    return accepted.size();
  }

  @Override
  public void end(AwsClients clients) {
    var ledger = new CrashLedger(clients);
    long deadline = System.nanoTime() + PATIENCE;
    while (ledger.isBusy()) {
      if (System.nanoTime() > deadline) {
        throw new Failure("Events still wait after a quarter of an hour.");
      }
      LockSupport.parkNanos(POLL);
    }
    ends = ledger.entries();
    repeated = ledger.repeated();
  }

  @Override
  public void judge(Report report) {
    long lost = 0;
    long wrong = 0;
    for (var event : accepted.entrySet()) {
      var end = ends.get(event.getKey());
      if (end == null) {
        lost++;
      } else if (!end.isRight(event.getValue())) {
        wrong++;
      }
    }
    report.figure("accepted with 202", accepted.size(), "events");
    report.figure("lost", (double) lost, "events");
    report.figure("ended more than once", (double) repeated, "events");
    report.figure("with a wrong outcome or an unsent record", (double) wrong, "events");
    // The process died between storing them and telling so; they ran all the same.
    report.figure(
        "stored, but their 202 was cut off", (double) (ends.size() - accepted.size() + lost), "");
    if (lost + wrong + repeated > 0) {
      report.failure("an accepted event was lost, repeated or ended wrongly");
    }
  }
}
