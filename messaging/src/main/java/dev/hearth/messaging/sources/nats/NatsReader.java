package dev.hearth.messaging.sources.nats;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.QueueReader;
import dev.hearth.messaging.sources.SourceEvent;
import dev.hearth.messaging.sources.registered.RegisteredSource;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One mapping's consumer. The server gives what is not acknowledged to the next who asks; until
/// then it is told again and again that a message is being worked on.
final class NatsReader implements QueueReader {
  private static final System.Logger LOG = System.getLogger(NatsReader.class.getName());

  /// As long as it is said that a message is being worked on.
  private static final Duration VISIBILITY = Duration.ofMinutes(25);

  /// The shortest wait that the client knows.
  private static final long LEAST_MILLIS = 1_000;

  private final RegisteredSource server;
  private final Arn source;
  private final NatsConsumer consumer;
  private final int most;
  private @Nullable Link link;
  private long links;
  private boolean closed;

  /// A connection while it lives.
  ///
  /// @param number tells its messages from those of earlier ones
  /// @param held what was taken by it and not given back, by receipts
  private record Link(
      long number,
      Connection connection,
      ConsumerContext consumer,
      Map<String, io.nats.client.Message> held,
      CountDownLatch ended) {}

  /// @param most messages at once
  NatsReader(RegisteredSource server, Arn source, NatsConsumer consumer, int most) {
    this.server = server;
    this.source = source;
    this.consumer = consumer;
    this.most = most;
  }

  @Override
  public List<Message> receive(Arn arn, int most, Duration patience) {
    var taken = new ArrayList<Message>();
    try {
      var open = link();
      try {
        if (patience.toMillis() > 0) {
          var first = open.consumer.next(Math.max(patience.toMillis(), LEAST_MILLIS));
          if (first == null) {
            return List.of();
          }
          taken.add(take(open, first));
        }
        fetch(open, most - taken.size(), taken);
      } catch (IOException
          | JetStreamApiException
          | JetStreamStatusCheckedException
          | IllegalStateException e) {
        throw lost(open, e); // what was taken comes again
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return taken;
  }

  /// Takes what there is.
  private void fetch(Link open, int most, List<Message> taken)
      throws IOException,
          JetStreamApiException,
          JetStreamStatusCheckedException,
          InterruptedException {
    if (most <= 0) {
      return;
    }
    var now = FetchConsumeOptions.builder().maxMessages(most).noWait().build();
    var fetch = open.consumer.fetch(now);
    try {
      for (var next = fetch.nextMessage(); next != null; next = fetch.nextMessage()) {
        taken.add(take(open, next));
      }
    } finally {
      fetch.stop(); // the server is asked no more where this was interrupted
    }
  }

  private Message take(Link open, io.nats.client.Message message) {
    var data = message.metaData();
    var receipt = open.number + ":" + data.streamSequence();
    open.held.put(receipt, message);
    var id = data.getStream() + ":" + data.streamSequence();
    return new Message(id, receipt, null, record(id, message));
  }

  private Payload record(String id, io.nats.client.Message message) {
    var headers = new ArrayList<Map.Entry<String, String>>();
    String type = null;
    if (message.hasHeaders()) {
      for (var header : message.getHeaders().entrySet()) {
        for (var value : header.getValue()) {
          headers.add(Map.entry(header.getKey(), value));
          type = header.getKey().equalsIgnoreCase("Content-Type") ? value : type;
        }
      }
    }
    return new SourceEvent(
            id,
            source,
            "dev.hearth.nats.message",
            message.getSubject(),
            message.metaData().timestamp().toInstant(),
            type,
            Payload.of(message.getData()),
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

  @Override
  public void delete(Arn arn, List<Message> messages) {
    settle(messages, io.nats.client.Message::ack);
  }

  @Override
  public void release(Arn arn, List<Message> messages) {
    settle(messages, io.nats.client.Message::nak);
  }

  @Override
  public void reject(Arn arn, List<Message> messages) {
    settle(messages, io.nats.client.Message::term);
  }

  @Override
  public Duration visibility(Arn arn) {
    return VISIBILITY;
  }

  /// Messages of a connection that is gone are not ours any more. Returns when the server has been
  /// told.
  private void settle(List<Message> messages, Consumer<io.nats.client.Message> how) {
    var open = open();
    if (open == null || messages.isEmpty()) {
      return;
    }
    try {
      for (var message : messages) {
        var held = open.held.remove(message.receipt());
        if (held != null) {
          how.accept(held);
        }
      }
      open.connection.flush(NatsConsumer.PATIENCE);
    } catch (IllegalStateException | TimeoutException e) {
      throw lost(open, e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Link open() {
    return link;
  }

  private synchronized Link link() throws InterruptedException {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    var open = link;
    if (open == null) {
      open = connect();
      link = open;
      Thread.ofVirtual().name(consumer.name()).start(new Work(open));
    }
    return open;
  }

  private Link connect() throws InterruptedException {
    Connection connection = null;
    try {
      connection = consumer.connect(server);
      return new Link(
          ++links,
          connection,
          consumer.resume(connection),
          new ConcurrentHashMap<>(),
          new CountDownLatch(1));
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      if (connection != null) {
        connection.close();
      }
      if (e.getCause() instanceof InterruptedException) {
        throw new InterruptedException();
      }
      throw refusal(e);
    }
  }

  /// Says that what is held is being worked on.
  private record Work(Link link) implements Runnable {
    @Override
    public void run() {
      long pause = NatsConsumer.ACKNOWLEDGED_WITHIN.toMillis() / 3;
      try {
        while (!link.ended.await(pause, TimeUnit.MILLISECONDS)) {
          link.held.values().forEach(io.nats.client.Message::inProgress);
        }
      } catch (IllegalStateException _) {
        // The connection is gone; whoever uses it next finds out.
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ServiceException lost(Link broken, Throwable cause) {
    synchronized (this) {
      if (link != null && link.number == broken.number) {
        disconnect();
      }
    }
    return refusal(cause);
  }

  /// A refusal that the mapping's user is told. Whatever the server did not say itself may name its
  /// address, which is the operator's business only.
  private ServiceException refusal(Throwable cause) {
    var why =
        switch (cause) {
          case JetStreamApiException said -> said.getErrorDescription() + ".";
          case AuthenticationException _ -> "It does not let Hearth in.";
          default -> "It does not answer.";
        };
    LOG.log(Level.WARNING, "The server {0} cannot be read: {1}", server.name(), cause.toString());
    return new ServiceException(
        "ConnectionError",
        400,
        "The stream %s of %s cannot be read. %s".formatted(consumer.stream(), server.name(), why));
  }

  private void disconnect() {
    var open = link;
    link = null;
    if (open != null) {
      open.ended.countDown();
      try {
        open.connection.close();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    disconnect();
  }
}
