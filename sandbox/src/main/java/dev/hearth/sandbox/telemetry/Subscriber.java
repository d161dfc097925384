package dev.hearth.sandbox.telemetry;

import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.telemetry.Subscription.Destination;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Delivers batches to one subscriber, on a virtual thread of its own. The listener is the user's
/// and may do anything: a batch that it does not take is dropped, its answers are not read beyond
/// their first bytes, and closing ends a delivery that hangs.
final class Subscriber implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Subscriber.class.getName());
  private static final int CONNECT_MILLIS = 1000;
  private static final int ANSWER_MILLIS = 5000;
  private static final int ATTEMPTS = 3;
  private static final int ANSWER_BYTES = 1024;
  private static final String TOO_SLOW =
      "Consumer seems to have fallen behind as it has not acknowledged receipt of logs.";

  private final String name;
  private final Subscription subscription;
  private final Sockets sockets;
  private final InstantSource clock;
  private final Batches batches;
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable Socket open;

  /// @param name the extension's
  Subscriber(String name, Subscription subscription, Sockets sockets, InstantSource clock) {
    this.name = name;
    this.subscription = subscription;
    this.sockets = sockets;
    this.clock = clock;
    this.batches = new Batches(subscription);
    this.thread = Thread.ofVirtual().name("telemetry-" + name).start(this::deliver);
  }

  boolean wants(String type) {
    return subscription.types().contains(type);
  }

  /// Ends where an extension named `other` is this one.
  boolean replacedBy(String other) {
    if (name.equals(other)) {
      close();
      return true;
    }
    return false;
  }

  /// @param event one JSON object
  void add(String event) {
    batches.add(event);
  }

  /// Delivers from now on without waiting for more.
  void flush() {
    batches.flush();
  }

  private void deliver() {
    try {
      for (var batch = batches.await(); batch != null; batch = batches.await()) {
        deliver(batch);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Batches.Batch batch) throws InterruptedException {
    var content = content(batch);
    for (int attempt = 1; !closed; attempt++) {
      try {
        send(content);
        return;
      } catch (IOException e) {
        LOG.log(Level.TRACE, "telemetry of " + name + " was not taken", e);
        if (attempt == ATTEMPTS) {
          return;
        }
        Thread.sleep(100L * attempt); // its listener may be about to start
      }
    }
  }

  private byte[] content(Batches.Batch batch) {
    var events = new ArrayList<>(batch.events());
    if (batch.droppedEvents() > 0 && wants("platform")) {
      var dropped =
          new PlatformEvent.LogsDropped(TOO_SLOW, batch.droppedEvents(), batch.droppedBytes());
      events.addFirst(EventJson.of(clock.instant(), dropped).getBytes(StandardCharsets.UTF_8));
    }
    return subscription.destination() instanceof Destination.Tcp
        ? joined(events, "", "\n", "\n")
        : joined(events, "[", ",", "]");
  }

  private static byte[] joined(List<byte[]> events, String before, String between, String after) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < events.size(); i++) {
      all.writeBytes(events.get(i));
      all.writeBytes((i + 1 < events.size() ? between : after).getBytes(StandardCharsets.US_ASCII));
    }
    return all.toByteArray();
  }

  /// One connection for each batch: nothing of the last one can be in the way of the next.
  private void send(byte[] content) throws IOException {
    try (var channel = sockets.open()) {
      var socket = channel.socket();
      open = socket;
      if (closed) {
        return; // it was too late to be seen by close()
      }
      var address =
          new InetSocketAddress(
              InetAddress.ofLiteral("127.0.0.1"), subscription.destination().port());
      socket.connect(address, CONNECT_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      if (subscription.destination() instanceof Destination.Http http) {
        socket.getOutputStream().write(head(http, content.length));
        socket.getOutputStream().write(content);
        if (socket.getInputStream().readNBytes(1).length == 0) {
          throw new IOException("no answer");
        }
        var _ = socket.getInputStream().read(new byte[ANSWER_BYTES]);
      } else {
        socket.getOutputStream().write(content);
      }
    } finally {
      open = null;
    }
  }

  private static byte[] head(Destination.Http destination, int length) {
    return """
    %s %s HTTP/1.1\r
    Host: sandbox.localdomain:%d\r
    Content-Type: application/json\r
    Content-Length: %d\r
    Connection: close\r
    \r
    """
        .formatted(destination.method(), destination.path(), destination.port(), length)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// Drops what is not delivered yet.
  @Override
  public void close() {
    closed = true;
    batches.close();
    var socket = open;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "cannot close a socket", e);
      }
    }
    thread.interrupt();
  }
}
