package dev.hearth.benchmarks;

import dev.hearth.cli.AwsClients;
import dev.hearth.cli.Failure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Messages to a standard queue, a FIFO queue and a queue behind a topic, of which none that was
/// acknowledged may be lost.
final class CrashQueues implements CrashWork {
  private static final int CLIENTS = 2;
  private static final int GROUPS = 3;
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

  private final CrashQueue plain = new CrashQueue("crash");
  private final CrashQueue behindTopic = new CrashQueue("crash-topic");
  private final CrashFifoQueue fifo = new CrashFifoQueue("crash.fifo");
  private final AtomicLong next = new AtomicLong();
  private String topic = "";

  @Override
  public String how() {
    return "%d clients each send to a queue and publish to a topic with one, and %d to groups of a"
            .formatted(CLIENTS, GROUPS)
        + " FIFO queue, where they send again what was not acknowledged; one receives from each"
        + " queue and deletes.";
  }

  @Override
  public void prepare(AwsClients clients) {
    topic = clients.sns().createTopic(r -> r.name("crash")).topicArn();
    var arn = topic.replace(":sns:", ":sqs:") + "-topic";
    var policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\
        {"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"%s",\
        "Condition":{"ArnEquals":{"aws:SourceArn":"%s"}}}]}\
        """
            .formatted(arn, topic);
    plain.create(clients.sqs(), Map.of());
    fifo.create(clients.sqs(), Map.of(QueueAttributeName.FIFO_QUEUE, "true"));
    behindTopic.create(clients.sqs(), Map.of(QueueAttributeName.POLICY, policy));
    clients
        .sns()
        .subscribe(
            r ->
                r.topicArn(topic)
                    .protocol("sqs")
                    .endpoint(arn)
                    .attributes(Map.of("RawMessageDelivery", "true")));
  }

  private List<CrashQueue> all() {
    return List.of(plain, fifo, behindTopic);
  }

  @Override
  public void start(AwsClients clients, CrashClients threads) {
    var sqs = clients.sqs(); // clients are made on one thread
    var sns = clients.sns();
    all().forEach(queue -> queue.find(sqs));
    for (int i = 0; i < CLIENTS; i++) {
      threads.repeat(
          () -> {
            var body = Long.toString(next.incrementAndGet());
            sqs.sendMessage(r -> r.queueUrl(plain.url()).messageBody(body));
            plain.sent(body);
            threads.accepted();
          });
      threads.repeat(
          () -> {
            var body = Long.toString(next.incrementAndGet());
            sns.publish(r -> r.topicArn(topic).message(body));
            behindTopic.sent(body);
            threads.accepted();
          });
    }
    for (int i = 0; i < GROUPS; i++) {
      var group = "g" + i;
      threads.repeat(
          () -> {
            fifo.send(sqs, group);
            threads.accepted();
          });
    }
    all().forEach(queue -> threads.repeat(() -> queue.consume(sqs)));
  }

  @Override
  public int accepted() {
    return all().stream().mapToInt(CrashQueue::acknowledged).sum();
  }

  @Override
  public void end(AwsClients clients) {
    long deadline = System.nanoTime() + PATIENCE;
    for (var queue : all()) {
      queue.find(clients.sqs());
      while (!queue.isEmpty(clients.sqs())) {
        if (System.nanoTime() > deadline) {
          throw new Failure("There are still messages after five minutes.");
        }
        queue.consume(clients.sqs());
      }
    }
  }

  @Override
  public void judge(Report report) {
    for (var queue : all()) {
      report.figure(queue.name() + ": acknowledged", queue.acknowledged(), "messages");
      report.figure(queue.name() + ": lost", (double) queue.lost(), "messages");
      report.figure(queue.name() + ": back after deletion", (double) queue.back(), "messages");
      report.figure(queue.name() + ": received again", (double) queue.again(), "times");
    }
    report.figure(fifo.name() + ": sent again with the same id", (double) fifo.known(), "messages");
    report.figure(fifo.name() + ": out of order", (double) fifo.disorder(), "messages");
    report.figure(fifo.name() + ": twice", (double) fifo.twice(), "messages");
    long wrong =
        Stream.concat(
                all().stream().flatMap(queue -> Stream.of(queue.lost(), queue.back())),
                Stream.of(fifo.disorder(), fifo.twice()))
            .mapToLong(Long::longValue)
            .sum();
    if (wrong > 0) {
      report.failure("a message was lost, came back, or came out of its order or twice");
    }
  }
}
