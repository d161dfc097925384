package dev.hearth.wire.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.NioSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.socket.TlsNioSocket;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One client's connection, held to the limits. It tells HTTP/1.1 from HTTP/2 and lets the web
/// server's code for that protocol read from it and write to it.
final class ClientConnection implements ConnectionContext {
  /// How HTTP/2 begins (RFC 9113, section 3.4); no method of HTTP/1.1 does.
  private static final byte[] PREFACE = "PRI".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] REQUEST_TIMEOUT =
      "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final Status HEAD_TOO_LARGE =
      Status.create(431, "Request Header Fields Too Large");

  /// What is read and thrown away after a refusal.
  private static final int LINGER_BYTES = 1 << 20;

  private static final Duration LINGER_TIME = Duration.ofSeconds(1);

  private enum Phase {
    IDLE,
    HEAD,
    BODY,
    HTTP_2
  }

  private final SocketChannel channel;
  private final NioSocket socket;
  private final Protocols protocols;
  private final HttpLimits limits;
  private final Watchdog.Deadline reading;
  private final Watchdog.Deadline writing;
  private final DataReader reader = new BoundedReader(this::read);
  private final DataWriter writer;
  private final AtomicInteger exchanges = new AtomicInteger();

  private volatile Phase phase = Phase.IDLE;
  private volatile boolean answering;
  private volatile boolean draining;
  private volatile @Nullable ServerConnection protocol;
  private boolean clientGone;
  private long headStart;
  private int headBytes;
  private byte @Nullable [] first;

  ClientConnection(
      SocketChannel channel,
      @Nullable Tls tls,
      Protocols protocols,
      HttpLimits limits,
      Watchdog watchdog) {
    this.channel = channel;
    var id = Integer.toHexString(channel.hashCode());
    this.socket =
        tls == null
            ? NioSocket.server(channel, id, "http")
            : TlsNioSocket.server(channel, tls.engine(), id, "https");
    this.protocols = protocols;
    this.limits = limits;
    this.reading = watchdog.watch(this::onSilence);
    this.writing = watchdog.watch(this::close);
    this.writer = new TimedWriter(socket, writing, limits.stallTime());
  }

  /// Serves the client until either side ends it.
  void serve(Limit limit) {
    try {
      var bytes = readEnoughToTell();
      first = bytes;
      boolean isHttp2 = Arrays.equals(bytes, 0, PREFACE.length, PREFACE, 0, PREFACE.length);
      if (isHttp2) {
        phase = Phase.HTTP_2;
      }
      var chosen = isHttp2 ? protocols.http2(this) : protocols.http1(this);
      protocol = chosen;
      if (!draining) {
        chosen.handle(limit);
      }
    } catch (CloseConnectionException | UncheckedIOException e) {
      // an ordinary end
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server stops
    } finally {
      linger();
      sayGoodbye();
      reading.close();
      writing.close();
      close();
    }
  }

  /// Ends the connection once the requests in flight have been answered.
  void drain() {
    draining = true;
    var chosen = protocol;
    if (exchanges.get() == 0 && phase == Phase.HTTP_2) {
      shutdownOutput(); // closing would lose an answer that the client has not read yet
    } else if (exchanges.get() == 0) {
      close();
    } else if (chosen != null && phase != Phase.HTTP_2) { // which would end on its next frame
      chosen.close(false);
    }
  }

  /// Ends the connection at once and wakes whichever threads read from it or write to it.
  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // it is closed all the same
    }
  }

  /// The head of a request of HTTP/1.1 is complete; what follows is its body, or another protocol.
  void headRead() {
    answering = false;
    phase = Phase.BODY;
  }

  /// The client speaks HTTP/2 now.
  void upgraded() {
    phase = Phase.HTTP_2;
  }

  void exchangeStarted() {
    exchanges.incrementAndGet();
  }

  /// @param complete whether nothing of the request is left on its way to us
  void exchangeEnded(boolean complete) {
    if (complete && phase == Phase.BODY) {
      phase = Phase.IDLE;
    }
    if (exchanges.decrementAndGet() == 0 && draining && phase == Phase.HTTP_2) {
      shutdownOutput();
    }
  }

  /// From now on a late body cannot be answered with 408 any more.
  void answerBegins() {
    answering = true;
  }

  /// Watches the reading of a body of HTTP/1.1, where only this connection suffers.
  Watchdog.Deadline bodyDeadline() {
    return reading;
  }

  /// Ends TLS, so that the client knows that nothing was cut off.
  private void sayGoodbye() {
    if (socket.isSecure() && channel.isOpen()) {
      writing.start(limits.stallTime().toNanos());
      try {
        socket.close();
      } catch (UncheckedIOException e) {
        // it has closed
      } finally {
        writing.stop();
      }
    }
  }

  /// Says that nothing follows, after which the client closes.
  private void shutdownOutput() {
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      // it has closed
    }
  }

  private byte[] readEnoughToTell() {
    var bytes = receive();
    while (bytes.length < PREFACE.length) {
      var more = receive();
      int length = bytes.length;
      bytes = Arrays.copyOf(bytes, length + more.length);
      System.arraycopy(more, 0, bytes, length, more.length);
    }
    return bytes;
  }

  /// Gives the protocol's code its next bytes.
  private byte[] read() {
    var bytes = first;
    first = null;
    return bytes == null ? receive() : bytes;
  }

  private byte[] receive() {
    return switch (phase) {
      case IDLE -> {
        var bytes = receive(limits.idleTime().toNanos());
        phase = Phase.HEAD;
        headStart = System.nanoTime();
        headBytes = bytes.length;
        yield bytes;
      }
      case HEAD -> {
        refuseLongHead();
        var bytes = receive(headStart + limits.headTime().toNanos() - System.nanoTime());
        headBytes += bytes.length;
        yield bytes;
      }
      case BODY -> receiveUnwatched(); // the reader of the body watches, see RequestBody
      case HTTP_2 -> receive(limits.idleTime().toNanos());
    };
  }

  private byte[] receive(long nanos) {
    reading.start(nanos);
    try {
      return receiveUnwatched();
    } finally {
      reading.stop();
    }
  }

  private byte[] receiveUnwatched() {
    byte[] bytes;
    try {
      bytes = socket.get();
    } catch (UncheckedIOException e) {
      throw new ServerConnectionException("Cannot read from the client", e);
    }
    if (bytes == null) {
      clientGone = true;
      throw new CloseConnectionException("The client has closed the connection");
    }
    return bytes;
  }

  private void refuseLongHead() {
    if (headBytes >= limits.headBytes()) {
      throw RequestException.builder()
          .type(EventType.BAD_REQUEST)
          .status(HEAD_TOO_LARGE)
          .setKeepAlive(false)
          .message("Request line and headers are too large")
          .build();
    }
  }

  /// Nothing has come in time.
  private void onSilence() {
    if (phase == Phase.HTTP_2 && exchanges.get() > 0) {
      reading.start(limits.idleTime().toNanos()); // it is us that the client waits for
    } else if (phase == Phase.HEAD || (phase == Phase.BODY && !answering)) {
      Thread.startVirtualThread(this::refuseSlowness);
    } else {
      close();
    }
  }

  private void refuseSlowness() {
    try {
      writer.writeNow(BufferData.create(REQUEST_TIMEOUT));
    } catch (UncheckedIOException e) {
      // the client has gone already
    } finally {
      close();
    }
  }

  /// Reads on for a moment where a request was answered before all of it had come: closing at once
  /// would reset the connection, and the client might never see the answer.
  private void linger() {
    if ((phase != Phase.HEAD && phase != Phase.BODY) || clientGone || !channel.isOpen()) {
      return;
    }
    long end = System.nanoTime() + LINGER_TIME.toNanos();
    try {
      shutdownOutput();
      answering = true;
      for (int left = LINGER_BYTES; left > 0; ) {
        left -= receive(end - System.nanoTime()).length;
      }
    } catch (CloseConnectionException e) {
      // the client has seen the answer, or does not care
    }
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public DataWriter dataWriter() {
    return writer;
  }

  @Override
  public ListenerContext listenerContext() {
    return protocols;
  }

  @Override
  public ExecutorService executor() {
    return protocols.executor();
  }

  @Override
  public Router router() {
    return protocols.router();
  }

  @Override
  public HelidonSocket serverSocket() {
    return socket;
  }

  @Override
  public PeerInfo remotePeer() {
    return socket.remotePeer();
  }

  @Override
  public PeerInfo localPeer() {
    return socket.localPeer();
  }

  @Override
  public boolean isSecure() {
    return socket.isSecure();
  }

  @Override
  public String socketId() {
    return socket.socketId();
  }

  @Override
  public String childSocketId() {
    return socket.childSocketId();
  }
}
