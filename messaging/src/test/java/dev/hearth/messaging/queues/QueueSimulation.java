package dev.hearth.messaging.queues;

import static dev.hearth.messaging.sealing.TestKeys.ANYBODY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.Queues.Receive;
import dev.hearth.store.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/// One schedule: producers and consumers that do what a seed says, on a queue with a dead-letter
/// queue, while time moves in steps and the process dies now and then; beside it a model that says
/// what may be received.
final class QueueSimulation {
  private static final Duration VISIBILITY = Duration.ofSeconds(30);
  private static final Duration RETENTION = Duration.ofHours(1);
  private static final int STEPS = 40;
  private static final int MOST_RECEIVES = 3;

  private final Database database;
  private final Random random;
  private final boolean fifo;
  private final SteppedClock clock = new SteppedClock();
  private final Duration delay;
  private QueuesPart part;
  private Queues queues;
  private final Queue queue;
  private final Queue deadLetters;

  /// What is in the queue, in the order of sending.
  private final List<Modelled> waiting = new ArrayList<>();

  private final Set<String> buried = new HashSet<>();
  private final Map<String, Instant> tokens = new HashMap<>();
  private final List<Held> held = new ArrayList<>();
  private int sent;

  private static final class Modelled {
    private final String body;
    private final String group;
    private Instant visible;
    private boolean leased;
    private int receives;

    Modelled(String body, String group, Instant visible) {
      this.body = body;
      this.group = group;
      this.visible = visible;
    }
  }

  private record Held(Modelled message, int receives, String handle) {}

  QueueSimulation(Database database, long seed) {
    this.database = database;
    random = new Random(seed);
    fifo = random.nextBoolean();
    delay = random.nextInt(3) == 0 ? Duration.ofSeconds(7) : Duration.ZERO;
    start();
    deadLetters = create(Map.of());
    queue =
        create(
            Map.of(
                "VisibilityTimeout", Long.toString(VISIBILITY.toSeconds()),
                "MessageRetentionPeriod", Long.toString(RETENTION.toSeconds()),
                "DelaySeconds", Long.toString(delay.toSeconds()),
                "RedrivePolicy",
                    "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}"
                        .formatted(deadLetters.arn(), MOST_RECEIVES)));
  }

  private void start() {
    part =
        new QueuesPart(
            database,
            clock,
            () -> new UUID(random.nextLong(), random.nextLong()).toString(),
            new SecureRandom());
    queues = part.queues();
  }

  private Queue create(Map<String, String> attributes) {
    var all = new HashMap<>(attributes);
    if (fifo) {
      all.put("FifoQueue", "true");
    }
    var name = "q" + UUID.randomUUID() + (fifo ? ".fifo" : "");
    return queues
        .directory()
        .create(Queue.arn(Region.DEFAULT, new AccountId("123456789012"), name), all, Map.of());
  }

  void run() {
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> send();
        case 4, 5, 6 -> receive();
        case 7, 8 -> delete();
        case 9 -> hide();
        case 10 -> clock.step(Duration.ofMillis(random.nextLong(VISIBILITY.toMillis() * 2)));
        default -> {
          if (random.nextInt(3) == 0) {
            start(); // what was in memory is gone
          } else {
            part.sweep();
          }
        }
      }
    }
    drain();
  }

  private void send() {
    var messages = new ArrayList<OutgoingMessage>();
    var now = clock.instant();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      var group = "g" + random.nextInt(3);
      boolean repeated = fifo && sent > 0 && random.nextInt(5) == 0;
      var body = "m" + (repeated ? random.nextInt(sent) : sent++);
      messages.add(
          OutgoingMessage.of(body, "AIDA").inGroup(fifo ? group : null, fifo ? body : null));
      var before = tokens.get(body);
      if (before == null || !before.plus(Sending.DEDUPLICATION).isAfter(now)) {
        tokens.put(body, now);
        waiting.add(new Modelled(body, group, now.plus(delay)));
      }
    }
    queues.send(queue, messages, ANYBODY);
  }

  private boolean isVisible(Modelled message) {
    return !message.visible.isAfter(clock.instant());
  }

  private boolean isLocked(String group) {
    return waiting.stream()
        .anyMatch(each -> each.group.equals(group) && each.leased && !isVisible(each));
  }

  private void receive() {
    int most = random.nextInt(1, 6);
    var before = List.copyOf(waiting);
    var locked = new HashSet<String>();
    for (var message : before) {
      if (isLocked(message.group)) {
        locked.add(message.group);
      }
    }
    var received = queues.receive(queue, Receive.upTo(most, Duration.ZERO), ANYBODY);
    assertThat(received).hasSizeLessThanOrEqualTo(most);
    var taken = new ArrayList<Modelled>();
    for (var message : received) {
      var modelled =
          before.stream()
              .filter(each -> each.body.equals(message.body()) && isVisible(each))
              .filter(each -> !taken.contains(each))
              .filter(each -> !fifo || each.group.equals(message.groupId()))
              .findFirst()
              .orElseThrow(() -> new AssertionError(message.body() + " was not to be received"));
      assertThat(modelled.receives).isLessThan(MOST_RECEIVES);
      assertThat(message.receives()).isEqualTo(modelled.receives + 1);
      if (fifo) {
        assertThat(locked).doesNotContain(modelled.group);
        buryBefore(before, modelled, taken);
      }
      taken.add(modelled);
    }
    if (received.size() < most) {
      // Whatever else could have been received was received too often.
      for (var message : before) {
        if (isVisible(message)
            && !taken.contains(message)
            && waiting.contains(message)
            && !(fifo && locked.contains(message.group))) {
          bury(message);
        }
      }
    }
    for (int i = 0; i < taken.size(); i++) {
      var message = taken.get(i);
      message.receives++;
      message.leased = true;
      message.visible = clock.instant().plus(VISIBILITY);
      held.add(new Held(message, message.receives, received.get(i).receiptHandle()));
    }
    if (received.size() == most) {
      settleBuried();
    }
  }

  /// Of the group, everything before what was received is received as well, or a dead letter.
  private void buryBefore(List<Modelled> before, Modelled received, List<Modelled> taken) {
    for (var earlier : before.subList(0, before.indexOf(received))) {
      if (earlier.group.equals(received.group)
          && waiting.contains(earlier)
          && !taken.contains(earlier)) {
        bury(earlier);
      }
    }
  }

  private void bury(Modelled message) {
    assertThat(message.receives).as("receives of %s", message.body).isEqualTo(MOST_RECEIVES);
    waiting.remove(message);
    buried.add(message.body);
  }

  /// A full answer leaves open which messages were found to be dead letters on the way to it.
  private void settleBuried() {
    List<String> bodies =
        database.read(
            sql ->
                sql.select("SELECT body FROM message WHERE queue = ?", deadLetters.id())
                    .mapTo(String.class)
                    .list());
    for (var body : bodies) {
      waiting.stream()
          .filter(each -> each.body.equals(body) && each.receives == MOST_RECEIVES)
          .findFirst()
          .ifPresent(this::bury);
    }
  }

  private void delete() {
    if (held.isEmpty()) {
      return;
    }
    var one = held.remove(random.nextInt(held.size()));
    boolean current = one.message().receives == one.receives() && waiting.contains(one.message());
    boolean holds = current && !isVisible(one.message());
    try {
      queues.delete(queue, one.handle());
      assertThat(!fifo || holds || !waiting.contains(one.message())).isTrue();
      if (current) {
        waiting.remove(one.message());
      }
    } catch (ServiceException e) {
      assertThat(fifo && !holds).as("%s", e).isTrue();
      assertThat(e).hasMessageContaining("expired");
    }
  }

  private void hide() {
    if (held.isEmpty()) {
      return;
    }
    var one = held.get(random.nextInt(held.size()));
    boolean holds =
        one.message().receives == one.receives()
            && waiting.contains(one.message())
            && !isVisible(one.message());
    var timeout = Duration.ofSeconds(random.nextInt(60));
    try {
      queues.changeVisibility(queue, one.handle(), timeout);
      assertThat(holds).isTrue();
      one.message().visible = clock.instant().plus(timeout);
    } catch (ServiceException e) {
      assertThat(holds).as("%s", e).isFalse();
    }
  }

  /// In the end everything is there that was not deleted, once, and in its order.
  private void drain() {
    clock.step(Duration.ofMinutes(2));
    var drained = new HashMap<String, List<String>>();
    var all = new ArrayList<String>();
    var dead = new HashSet<String>();
    for (var got = receiveAll(queue); !got.isEmpty(); got = receiveAll(queue)) {
      for (var message : got) {
        drained
            .computeIfAbsent(String.valueOf(message.groupId()), _ -> new ArrayList<>())
            .add(message.body());
        all.add(message.body());
        queues.delete(queue, message.receiptHandle());
      }
    }
    for (var got = receiveAll(deadLetters); !got.isEmpty(); got = receiveAll(deadLetters)) {
      for (var message : got) {
        dead.add(message.body());
        queues.delete(deadLetters, message.receiptHandle());
      }
    }
    var expected = new ArrayList<String>();
    for (var message : waiting) {
      if (message.receives < MOST_RECEIVES) {
        expected.add(message.body);
      } else {
        buried.add(message.body);
      }
    }
    assertThat(all).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(dead).isEqualTo(buried);
    if (fifo) {
      for (var group : drained.entrySet()) {
        assertThat(group.getValue())
            .isEqualTo(
                waiting.stream()
                    .filter(each -> each.group.equals(group.getKey()))
                    .filter(each -> each.receives < MOST_RECEIVES)
                    .map(each -> each.body)
                    .toList());
      }
    }
  }

  private List<ReceivedMessage> receiveAll(Queue from) {
    return queues.receive(from, Receive.upTo(10, Duration.ZERO), ANYBODY);
  }
}
