package dev.hearth.messaging.queues;

import static dev.hearth.messaging.sealing.TestKeys.ANYBODY;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.queues.Queues.Receive;
import dev.hearth.store.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Queues on a database, with a clock that is stepped.
abstract class OpenQueues {
  static final AccountId ACCOUNT = new AccountId("123456789012");
  static final String SENDER = "AIDATEST";

  final SteppedClock clock = new SteppedClock();
  private final AtomicInteger ids = new AtomicInteger();
  Database database;
  QueuesPart part;
  Queues queues;

  /// A database with the queues' tables.
  abstract Database open();

  @BeforeEach
  void openIt() {
    database = open();
    start();
  }

  @AfterEach
  void closeIt() {
    database.close();
  }

  /// As a process that finds what an earlier one left.
  final void start() {
    part = new QueuesPart(database, clock, () -> "m" + ids.incrementAndGet(), new SecureRandom());
    queues = part.queues();
    started();
  }

  /// What a test adds to queues that have started.
  void started() {}

  static Arn arn(String name) {
    return Queue.arn(Region.DEFAULT, ACCOUNT, name);
  }

  Queue create(String name, String... attributes) {
    var map = new HashMap<String, String>();
    for (int i = 0; i < attributes.length; i += 2) {
      map.put(attributes[i], attributes[i + 1]);
    }
    if (name.endsWith(".fifo")) {
      map.put("FifoQueue", "true");
      map.putIfAbsent("ContentBasedDeduplication", "true");
    }
    return queues.directory().create(arn(name), map, Map.of());
  }

  void send(Queue queue, String... bodies) {
    for (var body : bodies) {
      queues.send(queue, OutgoingMessage.of(body, SENDER), ANYBODY);
    }
  }

  void sendTo(Queue queue, String group, String... bodies) {
    for (var body : bodies) {
      queues.send(queue, OutgoingMessage.of(body, SENDER).inGroup(group, null), ANYBODY);
    }
  }

  List<ReceivedMessage> receive(Queue queue, int most) {
    return queues.receive(queue, Receive.upTo(most, Duration.ZERO), ANYBODY);
  }

  static List<String> bodies(List<ReceivedMessage> messages) {
    return messages.stream().map(ReceivedMessage::body).toList();
  }

  static String redrive(String queue, int most) {
    return "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}".formatted(arn(queue), most);
  }

  long rows(String table) {
    return database.<Long>read(
        sql -> sql.select("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }

  void awaitWaiter(Queue queue) {
    while (!queues.isWaitedFor(queue)) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
