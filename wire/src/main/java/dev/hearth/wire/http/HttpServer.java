package dev.hearth.wire.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The server at the front: HTTP/1.1, and HTTP/2 without TLS by prior knowledge or upgrade. Each
/// connection has a virtual thread, and each request of HTTP/2 another.
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(HttpServer.class.getName());

  /// Clients that wait to be accepted.
  private static final int BACKLOG = 1_024;

  private static final long ACCEPT_RETRY_NANOS = MILLISECONDS.toNanos(50);

  /// What threads get to end once they are interrupted.
  private static final Duration STOP_TIME = Duration.ofSeconds(1);

  private final HttpLimits limits;
  private final @Nullable Tls tls;
  private final Watchdog watchdog;
  private final CompletableFuture<Protocols> protocols;
  private final Limit noLimit = FixedLimit.create();
  private final ServerSocketChannel listener;
  private final int port;
  private final Thread accepting;
  private final Semaphore free;
  private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService streams = Executors.newVirtualThreadPerTaskExecutor();

  /// Starts to serve, in the clear.
  ///
  /// @param listen the address to listen on, such as `127.0.0.1`
  /// @param port 0 for any free one
  /// @param routes asked in order before `otherwise`
  /// @throws IOException when the address is taken or is not this machine's
  public HttpServer(
      InetAddress listen,
      int port,
      HttpLimits limits,
      List<HttpRoute> routes,
      HttpHandler otherwise)
      throws IOException {
    this(listen, port, null, limits, routes, otherwise);
  }

  /// Starts to serve.
  ///
  /// @param listen the address to listen on, such as `127.0.0.1`
  /// @param port 0 for any free one
  /// @param tls secures the connections; null for none
  /// @param routes asked in order before `otherwise`
  /// @throws IOException when the address is taken or is not this machine's
  public HttpServer(
      InetAddress listen,
      int port,
      @Nullable Tls tls,
      HttpLimits limits,
      List<HttpRoute> routes,
      HttpHandler otherwise)
      throws IOException {
    this.listener = ServerSocketChannel.open();
    try {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      listener.bind(new InetSocketAddress(listen, port), BACKLOG);
    } catch (IOException e) {
      listener.close();
      throw new IOException("Cannot listen on " + listen.getHostAddress() + ":" + port, e);
    }
    this.port = listener.socket().getLocalPort();
    this.limits = limits;
    this.tls = tls;
    this.free = new Semaphore(limits.connections());
    this.watchdog = new Watchdog(limits.shortest());
    var exchange = new Exchange(List.copyOf(routes), otherwise, limits, watchdog);
    // Loading them takes as long as the rest of a start, so it is done beside that.
    this.protocols = CompletableFuture.supplyAsync(() -> new Protocols(exchange, limits, streams));
    this.accepting = Thread.ofPlatform().name("http-accept").start(this::accept);
  }

  /// The port that the server listens on.
  public int port() {
    return port;
  }

  /// Waits until connections are served; until then they wait in the backlog.
  public void awaitServing() {
    protocols.join();
  }

  /// Connections that are open now.
  int connections() {
    return connections.size();
  }

  private void accept() {
    awaitServing();
    while (listener.isOpen()) {
      try {
        free.acquire(); // beyond the limit, clients wait in the backlog
        threads.execute(new Served(listener.accept()));
      } catch (ClosedChannelException | InterruptedException | RejectedExecutionException e) {
        return; // the server stops
      } catch (IOException e) {
        free.release();
        LOG.log(Level.WARNING, "Cannot accept a connection", e);
        LockSupport.parkNanos(ACCEPT_RETRY_NANOS); // out of descriptors, most likely
      }
    }
  }

  /// Stops: takes no more connections or requests, gives those in flight the limits' drain time,
  /// then closes what is left.
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Cannot close the listening socket", e);
    }
    accepting.interrupt();
    try {
      accepting.join(STOP_TIME); // only then is the port free
      threads.shutdown();
      connections.forEach(ClientConnection::drain);
      if (!threads.awaitTermination(limits.drainTime().toMillis(), MILLISECONDS)) {
        cutOff();
        threads.awaitTermination(STOP_TIME.toMillis(), MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever stops us is in a hurry
    }
    cutOff();
    watchdog.close();
  }

  private void cutOff() {
    connections.forEach(ClientConnection::close);
    threads.shutdownNow();
    streams.shutdownNow();
  }

  /// One accepted connection, from its first to its last byte.
  private final class Served implements Runnable {
    private final SocketChannel channel;

    private Served(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public void run() {
      try (channel) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        var connection = new ClientConnection(channel, tls, protocols.join(), limits, watchdog);
        connections.add(connection);
        try {
          if (listener.isOpen()) {
            connection.serve(noLimit);
          }
        } finally {
          connections.remove(connection);
        }
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "The client has gone before it was served", e);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "A connection broke", e);
      } finally {
        free.release();
      }
    }
  }
}
