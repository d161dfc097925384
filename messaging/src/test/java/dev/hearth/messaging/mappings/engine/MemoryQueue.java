package dev.hearth.messaging.mappings.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.Filterable;
import dev.hearth.messaging.mappings.QueueReader;
import dev.hearth.messaging.mappings.QueueSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// A queue in memory: what is taken is hidden until it is deleted or its time is over; messages of
/// one group are handed out in their order.
final class MemoryQueue implements QueueSource, QueueReader {
  private static final class Content {
    private final String id;
    private final @Nullable String group;
    private final String body;
    private final @Nullable String trace;
    private Instant visible;
    private int receives;

    Content(String id, @Nullable String group, String body, @Nullable String trace, Instant now) {
      this.id = id;
      this.group = group;
      this.body = body;
      this.trace = trace;
      visible = now;
    }
  }

  private final InstantSource clock;
  private final Duration visibility;
  private final List<Content> messages = new ArrayList<>();
  final List<String> rejected = new ArrayList<>();
  private int sent;
  Runnable beforeAnything = () -> {};
  boolean fifo;

  /// @param clock a stepped one moves on where a receiver waits
  MemoryQueue(InstantSource clock, Duration visibility) {
    this.clock = clock;
    this.visibility = visibility;
  }

  @Override
  public QueueReader open(String uuid, Arn queue, EventSourceMappingConfiguration settings) {
    return this;
  }

  synchronized String send(String body, @Nullable String group, @Nullable String trace) {
    var id = "m" + ++sent;
    messages.add(new Content(id, group, body, trace, clock.instant()));
    notifyAll();
    return id;
  }

  synchronized int size() {
    return messages.size();
  }

  synchronized int hidden() {
    var now = clock.instant();
    return (int) messages.stream().filter(message -> message.visible.isAfter(now)).count();
  }

  @Override
  public synchronized List<Message> receive(Arn queue, int most, Duration patience) {
    beforeAnything.run();
    var found = take(most);
    if (found.isEmpty() && !patience.isZero()) {
      if (clock instanceof SteppedClock stepped) {
        stepped.step(patience);
      } else {
        long end = System.nanoTime() + patience.toNanos();
        try {
          while (found.isEmpty() && System.nanoTime() < end) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            found = take(most);
          }
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
        return found;
      }
      found = take(most);
    }
    return found;
  }

  private List<Message> take(int most) {
    var now = clock.instant();
    var taken = new ArrayList<Message>();
    var heldUp = new HashSet<String>();
    for (var message : messages) {
      boolean hidden = message.visible.isAfter(now);
      if (taken.size() < most && !hidden && !heldUp.contains(message.group)) {
        message.visible = now.plus(visibility);
        message.receives++;
        taken.add(new Message(message.id, receipt(message), message.trace, record(message)));
      } else if (message.group != null) {
        heldUp.add(message.group);
      }
    }
    return taken;
  }

  private static String receipt(Content message) {
    return message.id + "#" + message.receives;
  }

  private static Payload record(Content message) {
    return Payload.of(
        "{\"messageId\":\"%s\",\"body\":%s}".formatted(message.id, TextNode.valueOf(message.body)));
  }

  @Override
  public synchronized void delete(Arn queue, List<Message> done) {
    beforeAnything.run();
    done.forEach(one -> messages.removeIf(message -> receipt(message).equals(one.receipt())));
  }

  @Override
  public synchronized void release(Arn queue, List<Message> given) {
    given.forEach(
        one ->
            messages.stream()
                .filter(message -> receipt(message).equals(one.receipt()))
                .forEach(message -> message.visible = clock.instant()));
    notifyAll();
  }

  @Override
  public synchronized void reject(Arn queue, List<Message> dead) {
    dead.forEach(one -> rejected.add(one.id()));
    delete(queue, dead);
  }

  @Override
  public Duration visibility(Arn queue) {
    return visibility;
  }

  @Override
  public List<String> actions() {
    return List.of("sqs:ReceiveMessage", "sqs:DeleteMessage");
  }

  @Override
  public String denied(String action, Arn source) {
    return "The provided execution role does not have permissions to call "
        + action.substring(4)
        + " on SQS";
  }

  @Override
  public void check(Arn source, FunctionVersion version) {
    if (visibility.compareTo(version.timeout()) < 0) {
      throw EventSources.invalid("Queue visibility timeout is less than Function timeout");
    }
  }

  @Override
  public BatchLimits limits(Arn source) {
    return new BatchLimits(10, fifo ? 10 : 10_000, 10, !fifo);
  }

  @Override
  public JsonNode filterable(Payload record) {
    var event = (ObjectNode) Filterable.record(record);
    event.set("body", Filterable.data(event.path("body").asText()));
    return event;
  }

  @Override
  public String conflict(Arn source, String functionName, String uuid) {
    return "exists with UUID " + uuid;
  }
}
