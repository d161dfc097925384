package dev.hearth.sandbox.contract;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One sandbox's connections to its [RuntimeApi]: as many as there may be at once, each served on a
/// virtual thread.
final class Connections implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Connections.class.getName());

  /// Further ones wait in the kernel's queue.
  private static final int MOST = 32;

  private static final Duration PAUSE = Duration.ofMillis(50);

  /// What a sandbox may do in vain, calls that are refused and connections, before each has to wait
  /// for its end. They cost this process more than the sandbox, whose CPU time alone is limited.
  static final int MOST_IN_VAIN = 1000;

  static final Wait DISCOURAGEMENT = () -> Thread.sleep(Duration.ofMillis(10));

  private final Protocol protocol;
  private final Wait discouragement;
  private final AtomicLong inVain = new AtomicLong();
  private final Semaphore free = new Semaphore(MOST);
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ServerSocketChannel channel;
  private volatile boolean closed;

  /// What is spoken on a connection.
  interface Protocol {
    /// @param refused to be called before a refusal is told
    Connection on(SocketChannel channel, Wait refused);
  }

  /// Returns after a while.
  interface Wait {
    void await() throws InterruptedException;
  }

  /// @param discouragement for a sandbox that does much in vain
  Connections(Protocol protocol, Wait discouragement) {
    this.protocol = protocol;
    this.discouragement = discouragement;
  }

  /// Accepts and serves, until [#close()].
  void serve(ServerSocketChannel channel) {
    this.channel = channel;
    Thread.ofVirtual().name("runtime-api").start(() -> accept(channel));
  }

  private void accept(ServerSocketChannel channel) {
    while (!closed) {
      try {
        free.acquire();
        var connection = channel.accept();
        open.add(connection);
        Thread.ofVirtual().name("runtime-api-connection").start(() -> serve(connection));
      } catch (ClosedChannelException | InterruptedException _) {
        return;
      } catch (IOException e) {
        free.release();
        LOG.log(Level.WARNING, "cannot accept a sandbox's connection: " + e.getMessage());
        pause(); // the host is out of descriptors, most likely: no use in trying at once
      }
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      if (!closed) {
        connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
        serveOrLog(connection);
        inVain(); // the next one may come a little later
      }
    } catch (IOException e) {
      LOG.log(Level.TRACE, "a sandbox's connection ended before its first call", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(connection);
      free.release();
    }
  }

  private void serveOrLog(SocketChannel connection) throws IOException, InterruptedException {
    try {
      protocol.on(connection, this::inVain).serve();
    } catch (IOException e) {
      // The peer is whatever the user runs: that it hangs up or sends nonsense is no event here.
      LOG.log(Level.TRACE, "a sandbox's connection ended", e);
    } finally {
      connection.close();
    }
  }

  private void inVain() throws InterruptedException {
    if (inVain.incrementAndGet() > MOST_IN_VAIN) {
      discouragement.await();
    }
  }

  private void pause() {
    try {
      // Nobody else takes this many: it is a wait that close() need not end early.
      boolean _ = free.tryAcquire(MOST + 1, PAUSE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// No further connection is served.
  void refuse() {
    closed = true;
  }

  /// Closes the channel and every connection.
  @Override
  public void close() {
    refuse();
    var listening = channel;
    if (listening != null) {
      close(listening);
    }
    open.forEach(Connections::close);
  }

  private static void close(AutoCloseable channel) {
    try {
      channel.close();
    } catch (Exception e) {
      LOG.log(Level.DEBUG, "cannot close a channel", e);
    }
  }
}
