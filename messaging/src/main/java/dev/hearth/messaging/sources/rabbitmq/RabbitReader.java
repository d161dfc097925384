package dev.hearth.messaging.sources.rabbitmq;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.ShutdownSignalException;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.QueueReader;
import dev.hearth.messaging.sources.registered.RegisteredSource;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// One mapping's queue: a channel that has as many unacknowledged messages as a batch may have. A
/// message is the channel's until it is acknowledged; when the channel is gone, whatever the
/// reason, the broker delivers it again.
final class RabbitReader implements QueueReader {
  private static final System.Logger LOG = System.getLogger(RabbitReader.class.getName());

  /// RabbitMQ closes channels whose messages are not acknowledged within half an hour.
  private static final Duration VISIBILITY = Duration.ofMinutes(25);

  private static final int PATIENCE_MILLIS = 5_000;

  /// How often a wait looks whether the channel is still there.
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final RegisteredSource broker;
  private final String virtualHost;
  private final String queue;
  private final int prefetch;
  private final String name;
  private @Nullable Link link;
  private long links;
  private boolean closed;

  /// A channel while it lives.
  ///
  /// @param number tells its messages from those of earlier ones
  private record Link(
      long number, Connection connection, Channel channel, BlockingQueue<Delivery> arrived) {
    String receipt(Delivery message) {
      return number + ":" + message.getEnvelope().getDeliveryTag();
    }
  }

  /// @param prefetch how many messages the broker hands over ahead
  /// @param name how the broker shows the connection
  RabbitReader(
      RegisteredSource broker, String virtualHost, String queue, int prefetch, String name) {
    this.broker = broker;
    this.virtualHost = virtualHost;
    this.queue = queue;
    this.prefetch = prefetch;
    this.name = name;
  }

  @Override
  public List<Message> receive(Arn arn, int most, Duration patience) {
    var open = link();
    var taken = new ArrayList<Delivery>();
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (taken.isEmpty()) {
        long left = Math.min(end - System.nanoTime(), LOOK.toNanos());
        var first = open.arrived.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
        if (first != null) {
          taken.add(first);
        } else if (!open.channel.isOpen()) {
          throw lost(open.channel.getCloseReason());
        } else if (System.nanoTime() >= end) {
          return List.of();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
    open.arrived.drainTo(taken, most - 1);
    return taken.stream().map(each -> message(open, each)).toList();
  }

  private static Message message(Link open, Delivery delivery) {
    var receipt = open.receipt(delivery);
    return new Message(receipt, receipt, null, RabbitRecord.write(delivery));
  }

  @Override
  public int mostAtOnce() {
    return prefetch;
  }

  @Override
  public boolean holds() {
    return true;
  }

  @Override
  public void delete(Arn arn, List<Message> messages) {
    settle(messages, (channel, tag) -> channel.basicAck(tag, false));
  }

  @Override
  public void release(Arn arn, List<Message> messages) {
    settle(messages, (channel, tag) -> channel.basicNack(tag, false, true));
  }

  @Override
  public void reject(Arn arn, List<Message> messages) {
    settle(messages, (channel, tag) -> channel.basicNack(tag, false, false));
  }

  @Override
  public Duration visibility(Arn arn) {
    return VISIBILITY;
  }

  private interface Settlement {
    void settle(Channel channel, long tag) throws IOException;
  }

  /// Messages of a channel that is gone are not ours any more.
  private synchronized void settle(List<Message> messages, Settlement how) {
    var open = link;
    for (var message : messages) {
      var parts = message.receipt().split(":", 2);
      if (open == null || open.number != Long.parseLong(parts[0])) {
        continue;
      }
      try {
        how.settle(open.channel, Long.parseLong(parts[1]));
      } catch (IOException | AlreadyClosedException e) {
        throw lost(e);
      }
    }
  }

  private synchronized Link link() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (link == null) {
      try {
        link = connect();
      } catch (IOException
          | TimeoutException
          | GeneralSecurityException
          | ShutdownSignalException e) {
        throw lost(e);
      }
    }
    return link;
  }

  private Link connect() throws IOException, TimeoutException, GeneralSecurityException {
    var factory = new ConnectionFactory();
    boolean secure = broker.secure();
    factory.setHost(broker.host());
    factory.setPort(broker.port(secure ? 5671 : 5672));
    factory.setVirtualHost(virtualHost);
    if (broker.user() != null) {
      factory.setUsername(broker.user());
      factory.setPassword(Objects.requireNonNullElse(broker.password(), ""));
    }
    if (secure) {
      factory.useSslProtocol(SSLContext.getDefault());
      factory.enableHostnameVerification();
    }
    factory.setAutomaticRecoveryEnabled(false); // the next turn connects anew
    factory.setConnectionTimeout(PATIENCE_MILLIS);
    factory.setHandshakeTimeout(PATIENCE_MILLIS);
    factory.setChannelRpcTimeout(PATIENCE_MILLIS);
    factory.setShutdownTimeout(PATIENCE_MILLIS);
    factory.setSharedExecutor(Executors.newVirtualThreadPerTaskExecutor());
    var connection = factory.newConnection(name);
    try {
      var channel = connection.createChannel();
      channel.queueDeclarePassive(queue);
      channel.basicQos(prefetch, false);
      var open = new Link(++links, connection, channel, new LinkedBlockingQueue<>());
      channel.basicConsume(
          queue, false, name, (_, message) -> open.arrived.add(message), _ -> close(channel));
      return open;
    } catch (IOException | ShutdownSignalException e) {
      connection.abort();
      throw e;
    }
  }

  /// The broker has deleted the queue.
  private static void close(Channel channel) throws IOException {
    channel.abort();
  }

  /// A refusal that the mapping's user is told; what comes next connects anew.
  private synchronized ServiceException lost(@Nullable Throwable cause) {
    disconnect();
    return new ServiceException(
        "ConnectionError",
        400,
        "The queue %s of the broker %s cannot be read. %s"
            .formatted(queue, broker.name(), why(cause)));
  }

  /// What the broker says, which the client wraps in exceptions that say nothing. Whatever else
  /// went wrong names the broker's address, which is the operator's business only.
  private String why(@Nullable Throwable cause) {
    for (var each = cause; each != null; each = each.getCause()) {
      if (each instanceof ShutdownSignalException
          || each instanceof AuthenticationFailureException) {
        return String.valueOf(each.getMessage());
      }
    }
    LOG.log(Level.WARNING, "The broker {0} does not answer: {1}", broker.name(), cause);
    return "It does not answer.";
  }

  private synchronized void disconnect() {
    if (link != null) {
      link.connection.abort(PATIENCE_MILLIS);
      link = null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    disconnect();
  }
}
