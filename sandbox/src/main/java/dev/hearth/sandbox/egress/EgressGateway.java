package dev.hearth.sandbox.egress;

import dev.hearth.sandbox.linux.ConnectionSteering;
import dev.hearth.sandbox.rules.EgressList;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The way out of one sandbox. While nothing is connected it costs its listeners' virtual threads,
/// which hold no other thread.
public final class EgressGateway implements AutoCloseable {
  private static final Logger LOG = System.getLogger(EgressGateway.class.getName());
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  /// A process in a sandbox may have 1 024 files open; most of those that pass here twice are held
  /// by a leak.
  private static final int MAX_CONNECTIONS = 512;

  /// What no other sandbox can take away; further ones come out of what all share.
  static final int OWN_CONNECTIONS = 32;

  private final String sandbox;
  private final EgressRules rules;
  private final NameServer names;
  private final Ways ways;
  private final @Nullable Endpoint endpoint;
  private final Semaphore own = new Semaphore(OWN_CONNECTIONS);
  private final Semaphore further = new Semaphore(MAX_CONNECTIONS - OWN_CONNECTIONS);
  private final Semaphore shared;
  private volatile String function = "no function yet";
  private final EgressAudit audit = new EgressAudit();
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /// Hearth's own endpoint.
  ///
  /// @param inside where a sandbox finds it
  /// @param outside where it is
  record Endpoint(ServerSocketChannel inside, InetSocketAddress outside) {}

  /// Where connections to the world outside arrive.
  ///
  /// @param steering what leads every port to a single listener; null where each has its own
  record Ways(List<ServerSocketChannel> listeners, @Nullable ConnectionSteering steering) {}

  /// @param shared the connections that all sandboxes of a node may have beside their own
  EgressGateway(
      String sandbox,
      EgressRules rules,
      NameServer names,
      Ways ways,
      @Nullable Endpoint endpoint,
      Semaphore shared) {
    this.sandbox = sandbox;
    this.shared = shared;
    this.rules = rules;
    this.names = names;
    this.ways = ways;
    this.endpoint = endpoint;
  }

  /// Names whose connections they are from now on. Those that are made before wait for it.
  ///
  /// @param functionArn of the version, for the audit
  /// @param list what it may reach
  public void belongsTo(String functionArn, EgressList.Source list) {
    function = functionArn;
    rules.belongTo(list);
  }

  /// Starts to accept, on virtual threads.
  public void serve() {
    names.serve(name -> audit.refusedName(function, sandbox, name));
    for (var listener : ways.listeners()) {
      Thread.ofVirtual().start(() -> accept(listener, this::outwards));
    }
    if (endpoint != null) {
      var outside = endpoint.outside();
      Thread.ofVirtual().start(() -> accept(endpoint.inside(), from -> connect(from, outside)));
    }
  }

  private interface Handler {
    void handle(SocketChannel from) throws IOException;
  }

  private void accept(ServerSocketChannel listener, Handler handler) {
    try (listener) {
      while (true) {
        var from = listener.accept();
        var place = place();
        if (place == null) {
          reset(from);
        } else {
          Thread.ofVirtual().start(() -> handle(from, handler, place));
        }
      }
    } catch (IOException e) {
      if (!(e instanceof ClosedChannelException)) {
        LOG.log(Level.WARNING, sandbox + ": a way out is closed", e);
      }
    }
  }

  /// Room for one more connection; null where there is none. Whoever takes it runs it at the end.
  private @Nullable Runnable place() {
    if (own.tryAcquire()) {
      return own::release;
    }
    if (!further.tryAcquire()) {
      return null;
    }
    if (!shared.tryAcquire()) {
      further.release();
      return null;
    }
    return () -> {
      shared.release();
      further.release();
    };
  }

  private void handle(SocketChannel from, Handler handler, Runnable place) {
    try (from) {
      handler.handle(from);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "{0}: {1}", sandbox, e);
    } finally {
      place.run();
    }
  }

  private void outwards(SocketChannel from) throws IOException {
    // Every address is local in there, so the accepted socket's own is the one that was meant.
    var target = (InetSocketAddress) from.getLocalAddress();
    boolean permitted;
    try {
      permitted = rules.permit(target);
    } catch (IOException e) {
      reset(from);
      throw e;
    }
    audit.connection(function, sandbox, target, permitted);
    if (permitted) {
      connect(from, target);
    } else {
      reset(from);
    }
  }

  private void connect(SocketChannel from, InetSocketAddress target) throws IOException {
    try (var to = SocketChannel.open()) {
      connections.add(from);
      connections.add(to);
      try {
        if (closed) {
          return; // it may have missed these two
        }
        to.socket().connect(target, Math.toIntExact(CONNECT_LIMIT.toMillis()));
        from.setOption(StandardSocketOptions.TCP_NODELAY, true);
        from.setOption(StandardSocketOptions.SO_SNDBUF, Egress.BUFFER_BYTES);
        to.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Relay.run(from, to);
      } catch (IOException e) {
        reset(from);
        throw e;
      } finally {
        connections.remove(from);
        connections.remove(to);
      }
    }
  }

  /// Closes with a reset: a refused connection must not look like one that ended well.
  private static void reset(SocketChannel channel) throws IOException {
    if (channel.isOpen()) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.close();
    }
  }

  /// Closes every listener and connection.
  @Override
  public void close() {
    closed = true;
    rules.close();
    audit.close(function, sandbox);
    try (var _ = ways.steering();
        names) {
      for (var listener : ways.listeners()) {
        listener.close();
      }
      if (endpoint != null) {
        endpoint.inside().close();
      }
      for (var connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "{0}: {1}", sandbox, e);
    }
  }
}
