package dev.hearth.sandbox.egress;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Asks the host's own name servers, those of `/etc/resolv.conf`. Messages are handed on as they
/// are.
final class Resolver {
  private static final Logger LOG = System.getLogger(Resolver.class.getName());
  private static final Path CONFIGURATION = Path.of("/etc/resolv.conf");
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final Duration LIMIT = Duration.ofSeconds(4);
  private static final int PORT = 53;
  static final int LARGEST_DATAGRAM = 4096; // what resolvers announce with EDNS

  private final InstantSource clock;
  private volatile Known known = new Known(Instant.MIN, List.of());

  private record Known(Instant when, List<InetSocketAddress> servers) {}

  Resolver(InstantSource clock) {
    this.clock = clock;
  }

  /// Asks over UDP.
  ///
  /// @throws IOException when no server answers in time
  ByteBuffer ask(ByteBuffer question) throws IOException {
    var failure = new IOException("no name server in " + CONFIGURATION);
    for (var server : servers()) {
      try (var channel = DatagramChannel.open()) {
        // A connected socket takes answers from that server only.
        channel.connect(server);
        channel.write(question.duplicate());
        return receive(channel, question.getShort(0));
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private static ByteBuffer receive(DatagramChannel channel, short id) throws IOException {
    channel.socket().setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
    var packet = new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
    while (true) {
      channel.socket().receive(packet);
      var answer = ByteBuffer.wrap(packet.getData(), 0, packet.getLength()).slice();
      if (answer.remaining() >= 2 && answer.getShort(0) == id) {
        return answer;
      }
    }
  }

  /// Asks over TCP, for answers that are too long for UDP.
  byte[] askAtLength(byte[] question) throws IOException {
    IOException failure = new SocketTimeoutException("no name server in " + CONFIGURATION);
    for (var server : servers()) {
      try (var channel = SocketChannel.open()) {
        var socket = channel.socket();
        socket.connect(server, Math.toIntExact(LIMIT.toMillis()));
        socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
        NameServer.writeMessage(Channels.newOutputStream(channel), question);
        return NameServer.readMessage(socket.getInputStream());
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private List<InetSocketAddress> servers() throws IOException {
    var now = clock.instant();
    var current = known;
    if (current.when().plus(FRESH).isBefore(now)) {
      current = new Known(now, read());
      known = current;
    }
    return current.servers();
  }

  /// A server that is named by anything but its address is left out, for who would resolve that?
  private static List<InetSocketAddress> read() throws IOException {
    var servers = new ArrayList<InetSocketAddress>();
    for (var line : Files.readAllLines(CONFIGURATION)) {
      var words = line.strip().split("\\s+", -1);
      if (words.length >= 2 && words[0].equals("nameserver")) {
        try {
          servers.add(new InetSocketAddress(InetAddress.ofLiteral(words[1]), PORT));
        } catch (IllegalArgumentException e) {
          LOG.log(Level.DEBUG, "{0}: {1}", CONFIGURATION, e.getMessage());
        }
      }
    }
    return List.copyOf(servers);
  }
}
