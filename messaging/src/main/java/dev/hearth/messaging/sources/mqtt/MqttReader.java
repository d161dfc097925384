package dev.hearth.messaging.sources.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.QueueReader;
import dev.hearth.messaging.sources.SourceEvent;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One mapping's session. A message is its connection's until it is acknowledged; when the
/// connection is gone, whatever the reason, the broker delivers it again.
final class MqttReader implements QueueReader {
  private static final System.Logger LOG = System.getLogger(MqttReader.class.getName());

  /// Brokers wait without limit for acknowledgements.
  private static final Duration VISIBILITY = Duration.ofMinutes(25);

  /// How often a wait looks whether the connection is still there.
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final MqttSession session;
  private final Arn source;
  private final String filter;
  private final int most;
  private final Supplier<String> ids;
  private final InstantSource clock;
  private @Nullable Link link;
  private boolean closed;

  /// A connection while it lives, and what came by it.
  private static final class Link {
    final BlockingDeque<Message> arrived = new LinkedBlockingDeque<>();
    final Map<String, Mqtt5Publish> unacknowledged = new ConcurrentHashMap<>();
    volatile @Nullable Mqtt5AsyncClient client;
    volatile @Nullable Throwable lost;
  }

  /// @param filter of topics
  /// @param most messages at once
  MqttReader(
      MqttSession session,
      Arn source,
      String filter,
      int most,
      Supplier<String> ids,
      InstantSource clock) {
    this.session = session;
    this.source = source;
    this.filter = filter;
    this.most = most;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public List<Message> receive(Arn arn, int most, Duration patience) {
    var taken = new ArrayList<Message>();
    long end = System.nanoTime() + patience.toNanos();
    try {
      var open = link();
      while (taken.isEmpty()) {
        long left = Math.min(end - System.nanoTime(), LOOK.toNanos());
        var first = open.arrived.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
        var lost = open.lost;
        if (lost != null) {
          throw lost(lost); // all that came by it comes again
        } else if (first != null) {
          taken.add(first);
        } else if (System.nanoTime() >= end) {
          return List.of();
        }
      }
      open.arrived.drainTo(taken, most - 1);
      return taken;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private void arrive(Link open, Mqtt5Publish publish) {
    // Of those that are acknowledged the broker itself sends only some ahead.
    if (publish.getQos() == MqttQos.AT_MOST_ONCE && open.arrived.size() >= most) {
      return;
    }
    var id = ids.get();
    if (publish.getQos() != MqttQos.AT_MOST_ONCE) {
      open.unacknowledged.put(id, publish);
    }
    open.arrived.add(new Message(id, id, null, record(id, publish)));
  }

  private Payload record(String id, Mqtt5Publish publish) {
    var headers =
        publish.getUserProperties().asList().stream()
            .map(each -> Map.entry(each.getName().toString(), each.getValue().toString()))
            .toList();
    return new SourceEvent(
            id,
            source,
            "dev.hearth.mqtt.message",
            publish.getTopic().toString(),
            clock.instant(),
            publish.getContentType().map(MqttUtf8String::toString).orElse(null),
            Payload.of(publish.getPayloadAsBytes()),
            headers)
        .write();
  }

  @Override
  public int mostAtOnce() {
    return most;
  }

  @Override
  public boolean holds() {
    return true;
  }

  /// Messages of a connection that is gone are not ours any more.
  @Override
  public synchronized void delete(Arn arn, List<Message> messages) {
    var open = link;
    if (open != null) {
      for (var message : messages) {
        var publish = open.unacknowledged.remove(message.receipt());
        if (publish != null) {
          publish.acknowledge();
        }
      }
    }
  }

  /// They are still ours: the next to receive gets them, in their order.
  @Override
  public synchronized void release(Arn arn, List<Message> messages) {
    var open = link;
    if (open != null) {
      messages.reversed().stream()
          .filter(message -> open.unacknowledged.containsKey(message.receipt()))
          .forEach(open.arrived::addFirst);
    }
  }

  @Override
  public void reject(Arn arn, List<Message> messages) {
    delete(arn, messages);
  }

  @Override
  public Duration visibility(Arn arn) {
    return VISIBILITY;
  }

  private synchronized Link link() throws InterruptedException {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (link == null) {
      var open = new Link();
      try {
        open.client =
            session.resume(filter, publish -> arrive(open, publish), cause -> open.lost = cause);
      } catch (MqttSession.Refusal | TimeoutException e) {
        throw lost(e);
      }
      link = open;
    }
    return link;
  }

  /// A refusal that the mapping's user is told; what comes next connects anew. Whatever the broker
  /// did not say itself may name its address, which is the operator's business only.
  private synchronized ServiceException lost(Throwable cause) {
    disconnect();
    var why = "It does not answer.";
    if (cause instanceof MqttSession.Refusal) {
      why = String.valueOf(cause.getMessage());
    } else {
      LOG.log(Level.WARNING, "The broker {0} does not answer: {1}", session.broker().name(), cause);
    }
    return new ServiceException(
        "ConnectionError",
        400,
        "The topic %s of the broker %s cannot be read. %s"
            .formatted(filter, session.broker().name(), why));
  }

  private void disconnect() {
    var client = link == null ? null : link.client;
    link = null;
    if (client != null) {
      var _ = client.disconnect(); // it fails where there is no connection any more
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    disconnect();
  }
}
