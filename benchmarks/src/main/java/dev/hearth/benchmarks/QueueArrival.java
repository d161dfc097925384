package dev.hearth.benchmarks;

import dev.hearth.cli.AwsClients;
import dev.hearth.cli.Deployment;
import dev.hearth.cli.Entry;
import dev.hearth.cli.TemporaryFolder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// From sending a message to a queue until the function that it is mapped to runs, where nothing
/// else goes on. The function writes down the machine's time, which it shares with the client.
final class QueueArrival {
  private static final String NAME = "bench-arrival";
  private static final int WARM_UP = 20;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Pattern ARRIVED = Pattern.compile("arrived ([0-9]+) ([0-9]+)");

  private final Target target;

  QueueArrival(Target target) {
    this.target = target;
  }

  Samples measure(int samples) throws IOException {
    var queue = prepare(target.clients());
    var requests = new SignedRequests(target.connection());
    var sent = new long[WARM_UP + samples];
    try (var connection = new HttpConnection(target.connection().endpoint())) {
      for (int i = 0; i < sent.length; i++) {
        var request =
            requests.sqs(
                "SendMessage", "{\"QueueUrl\":\"%s\",\"MessageBody\":\"%d\"}".formatted(queue, i));
        sent[i] = nanoseconds(Instant.now());
        QueueServer.read(connection.send(request));
        LockSupport.parkNanos(PAUSE);
      }
    }
    Map<Integer, Long> arrived = new HashMap<>();
    target.await(
        "each message has arrived",
        () -> {
          read(arrived);
          return arrived.size() == sent.length;
        });
    var times = new long[samples];
    for (int i = 0; i < samples; i++) {
      times[i] = Objects.requireNonNull(arrived.get(WARM_UP + i)) - sent[WARM_UP + i];
    }
    return new Samples(times);
  }

  private void read(Map<Integer, Long> arrived) {
    target
        .clients()
        .logs()
        .filterLogEventsPaginator(
            r -> r.logGroupName("/aws/lambda/" + NAME).filterPattern("arrived"))
        .events()
        .forEach(
            event -> {
              var found = ARRIVED.matcher(event.message());
              if (found.find()) {
                arrived.putIfAbsent(
                    Integer.parseInt(found.group(1)), Long.parseLong(found.group(2)));
              }
            });
  }

  private static long nanoseconds(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  /// @return the queue's URL
  private static String prepare(AwsClients clients) throws IOException {
    try (var folder = new TemporaryFolder()) {
      Language.unpack("queue", List.of("app.py"), folder.path());
      new Deployment(
              NAME,
              folder.path(),
              new Entry(Entry.PYTHON, "app.handler"),
              Map.of(),
              1769, // a whole CPU
              Duration.ofSeconds(10),
              null)
          .apply(clients);
    }
    var url = clients.sqs().createQueue(r -> r.queueName(NAME)).queueUrl();
    map(clients, NAME, url);
    return url;
  }

  /// Has a function called with what a queue is sent, and its role allowed what that takes.
  ///
  /// @param queue its URL
  static void map(AwsClients clients, String function, String queue) {
    var arn =
        clients
            .sqs()
            .getQueueAttributes(r -> r.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    var role = clients.lambda().getFunctionConfiguration(r -> r.functionName(function)).role();
    clients
        .iam()
        .putRolePolicy(
            r ->
                r.roleName(role.substring(role.lastIndexOf('/') + 1))
                    .policyName("receive-" + function)
                    .policyDocument(
                        """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action":
                          ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
                          "Resource": "%s"}]}
                        """
                            .formatted(arn)));
    clients.lambda().createEventSourceMapping(r -> r.functionName(function).eventSourceArn(arn));
  }
}
