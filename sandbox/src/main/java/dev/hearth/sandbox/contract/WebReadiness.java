package dev.hearth.sandbox.contract;

import dev.hearth.sandbox.telemetry.Sockets;
import dev.hearth.sandbox.web.WebSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/// Waits until a program listens.
final class WebReadiness {
  static final int CONNECT_MILLIS = 1000;

  private static final Duration PAUSE = Duration.ofMillis(10);

  private final WebSettings.Readiness wanted;
  private final Sockets sockets;
  private volatile String last = "it was not asked";

  WebReadiness(WebSettings.Readiness wanted, Sockets sockets) {
    this.wanted = wanted;
    this.sockets = sockets;
  }

  static void connect(SocketChannel channel, int port, int millis) throws IOException {
    channel
        .socket()
        .connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), millis);
  }

  /// Asks again and again.
  ///
  /// @param over whether there is no use in it any more
  /// @return false when it is over, or `limit` has passed
  boolean await(Duration limit, BooleanSupplier over) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!over.getAsBoolean()) {
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0) {
        return false;
      }
      try {
        if (isReady((int) Math.min(left, Integer.MAX_VALUE))) {
          return true;
        }
      } catch (SocketTimeoutException _) {
        last = "no answer in time";
      } catch (IOException e) {
        last = String.valueOf(e.getMessage());
      }
      Thread.sleep(PAUSE);
    }
    return false;
  }

  private boolean isReady(int millis) throws IOException {
    try (var channel = sockets.open()) {
      connect(channel, wanted.port(), Math.min(millis, CONNECT_MILLIS));
      if (!wanted.http()) {
        return true;
      }
      var socket = channel.socket();
      socket.setSoTimeout(millis);
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n"
                  .formatted(wanted.path(), wanted.port())
                  .getBytes(StandardCharsets.US_ASCII));
      // A channel's own reads know no time limit.
      int status =
          new HttpResponses(Channels.newChannel(socket.getInputStream())).head(false).status();
      last = "it answered with status " + status;
      return wanted.healthy().contain(status);
    }
  }

  /// Why it was waited for in vain.
  String describe(Duration limit) {
    var what = wanted.http() ? "did not answer `GET " + wanted.path() + "`" : "did not listen";
    return String.format(
        Locale.ROOT,
        "The program %s on port %d within %.1f s: %s",
        what,
        wanted.port(),
        limit.toMillis() / 1000.0,
        last);
  }
}
