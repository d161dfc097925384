package dev.hearth.benchmarks;

import dev.hearth.cli.AwsClients;
import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// `hearth bench fanout`: a message that is published to a topic and put into a hundred queues.
@Command(
    name = "fanout",
    description = "Publish to a topic with many queues, each message durable in all of them.")
final class Fanout extends Benchmark {
  private static final int CLIENTS = 16;
  private static final Duration HEAT = Duration.ofSeconds(2);
  private static final int WARM_UP = 100;
  private static final int MESSAGE_BYTES = 1_024;

  @Option(names = "--queues", paramLabel = "N", description = "Of the topic (default: 100).")
  private int queues = 100;

  @Option(names = "--samples", paramLabel = "N", description = "At one client (default: 500).")
  private int samples = 500;

  @Option(names = "--seconds", paramLabel = "N", description = "Of throughput (default: 8).")
  private int seconds = 8;

  Fanout(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report measure() throws IOException {
    var report =
        new Report(
            "fanout",
            "Time of a publish of %d bytes that is durable in %d queues when it is answered, at one"
                    .formatted(MESSAGE_BYTES, queues)
                + " client; then throughput at %d clients. The client runs on the same cores;"
                    .formatted(CLIENTS)
                + " requests are signed once and sent often.");
    try (var target = Target.open(terminal, endpoint)) {
      for (boolean raw : new boolean[] {true, false}) {
        var name = (raw ? "raw-" : "wrapped-") + System.nanoTime();
        measure(target, name, raw, report);
      }
    }
    return report;
  }

  private void measure(Target target, String name, boolean raw, Report report) throws IOException {
    var what = raw ? "raw" : "in SNS's words, signed";
    progress("fanout to " + queues + " queues, " + what);
    var topic = prepare(target.clients(), name, raw);
    var request = new SignedRequests(target.connection()).publish(topic, "x".repeat(MESSAGE_BYTES));
    var load = new Load(target.connection().endpoint(), request);
    report.latency("publish, " + what, load.alone(WARM_UP, samples));
    var throughput = load.together(CLIENTS, HEAT, Duration.ofSeconds(seconds));
    report.figure("published, " + what, throughput.requestsPerSecond(), "messages/s");
    report.figure(
        "put into queues, " + what, throughput.requestsPerSecond() * queues, "messages/s");
    if (throughput.failed() > 0) {
      report.failure(what + ": " + throughput.failed() + " requests failed");
    }
    check(target.clients(), name, report);
    clean(target.clients(), name, topic);
  }

  private String prepare(AwsClients clients, String name, boolean raw) {
    var topic = clients.sns().createTopic(r -> r.name(name)).topicArn();
    for (int i = 0; i < queues; i++) {
      var queue = arn(topic, name, i);
      var policy =
          """
          {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\
          {"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"%s",\
          "Condition":{"ArnEquals":{"aws:SourceArn":"%s"}}}]}\
          """
              .formatted(queue, topic);
      int number = i;
      clients
          .sqs()
          .createQueue(
              r ->
                  r.queueName(name + "-" + number)
                      .attributes(Map.of(QueueAttributeName.POLICY, policy)));
      clients
          .sns()
          .subscribe(
              r ->
                  r.topicArn(topic)
                      .protocol("sqs")
                      .endpoint(queue)
                      .attributes(Map.of("RawMessageDelivery", Boolean.toString(raw))));
    }
    return topic;
  }

  private static String arn(String topic, String name, int number) {
    var place = topic.substring("arn:aws:sns".length(), topic.lastIndexOf(':'));
    return "arn:aws:sqs" + place + ":" + name + "-" + number;
  }

  /// The first and the last queue have the same, and not nothing.
  private void check(AwsClients clients, String name, Report report) {
    var first = depth(clients.sqs(), name + "-0");
    var last = depth(clients.sqs(), name + "-" + (queues - 1));
    if (first == 0 || first != last) {
      report.failure("the first queue has " + first + " messages, the last " + last);
    }
  }

  private static long depth(SqsClient sqs, String queue) {
    var url = sqs.getQueueUrl(r -> r.queueName(queue)).queueUrl();
    var wanted = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
    return Long.parseLong(
        sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(wanted))
            .attributes()
            .get(wanted));
  }

  private void clean(AwsClients clients, String name, String topic) {
    SnsClient sns = clients.sns();
    sns.deleteTopic(r -> r.topicArn(topic));
    for (int i = 0; i < queues; i++) {
      var queue = name + "-" + i;
      var url = clients.sqs().getQueueUrl(r -> r.queueName(queue)).queueUrl();
      clients.sqs().deleteQueue(r -> r.queueUrl(url));
    }
  }
}
