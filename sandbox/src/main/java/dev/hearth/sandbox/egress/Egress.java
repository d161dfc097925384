package dev.hearth.sandbox.egress;

import dev.hearth.sandbox.linux.ConnectionSteering;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Makes the ways out of a node's sandboxes.
public final class Egress {
  private static final Logger LOG = System.getLogger(Egress.class.getName());
  private static final int DNS_PORT = 53;
  private static final int BACKLOG = 128;

  /// What the kernel keeps of a connection that this process or the sandbox does not read. It
  /// counts as this process's memory, not the sandbox's, and would be many MiB if it were left to
  /// grow. A sandbox is near: that is enough for all speed there is.
  static final int BUFFER_BYTES = 256 * 1024;

  /// An eighth of the heap for what passes through all connections.
  private static final int MOST_CONNECTIONS =
      Math.clamp(Runtime.getRuntime().maxMemory() / 8 / Relay.BYTES, 256, 65_536);

  /// Where the kernel cannot lead every port to one listener, these have one of their own: the web,
  /// mail, and what databases and message brokers listen on. Those that functions serve at
  /// themselves, such as 8080, are left to them.
  private static final List<Integer> COMMON_PORTS =
      List.of(
          80, 443, 465, 587, 993, 1433, 1521, 3306, 5432, 5671, 5672, 6379, 8443, 9092, 9200,
          27017);

  private final EgressPolicy policy;
  private final @Nullable InetSocketAddress endpoint;
  private final InstantSource clock;
  private final HostAddresses host;
  private final Resolver resolver;
  private final Semaphore shared = new Semaphore(MOST_CONNECTIONS);
  private volatile boolean steers = true;

  /// @param endpoint Hearth's own, which every sandbox finds at the same port of its 127.0.0.1;
  ///   null where there is none
  public Egress(EgressPolicy policy, @Nullable InetSocketAddress endpoint, InstantSource clock) {
    this.policy = policy;
    this.endpoint = endpoint;
    this.clock = clock;
    this.host = new HostAddresses(clock);
    this.resolver = new Resolver(clock);
  }

  /// Sets up the way out of one sandbox. Call it on a thread that is in its network namespace;
  /// nothing is served before [EgressGateway#serve()], which must be called at home.
  ///
  /// @param sandbox named in the audit
  public EgressGateway bind(String sandbox) throws IOException {
    var opened = new ArrayList<Closeable>();
    try {
      var own =
          endpoint == null
              ? null
              : new EgressGateway.Endpoint(
                  listen(opened, "127.0.0.1", endpoint.getPort()), endpoint);
      var questions = DatagramChannel.open(StandardProtocolFamily.INET);
      opened.add(questions);
      questions.bind(address("127.0.0.1", DNS_PORT));
      var rules = new EgressRules(policy, host, new NamedAddresses(clock));
      var names = new NameServer(rules, resolver, questions, listen(opened, "127.0.0.1", DNS_PORT));
      var ways = ways(opened);
      return new EgressGateway(sandbox, rules, names, ways, own, shared);
    } catch (IOException e) {
      for (var channel : opened) {
        channel.close();
      }
      throw e;
    }
  }

  /// Listeners that stand for any address outside.
  private EgressGateway.Ways ways(List<Closeable> opened) throws IOException {
    if (steers) {
      try {
        var steering = ConnectionSteering.to(() -> listen(opened, "127.0.0.1", 0));
        return new EgressGateway.Ways(List.of(steering.listener()), steering);
      } catch (IOException e) {
        steers = false;
        LOG.log(
            Level.WARNING,
            "sandboxes reach common ports only: {0} (expected: Linux 5.14, the host''s root)",
            e.getMessage());
      }
    }
    var listeners = new ArrayList<ServerSocketChannel>();
    for (int port : COMMON_PORTS) {
      if (endpoint == null || endpoint.getPort() != port) {
        listeners.add(listen(opened, "0.0.0.0", port));
      }
    }
    return new EgressGateway.Ways(listeners, null);
  }

  private static ServerSocketChannel listen(List<Closeable> opened, String address, int port)
      throws IOException {
    var channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
    opened.add(channel);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES); // accepted ones have it too
    return channel.bind(address(address, port), BACKLOG);
  }

  private static InetSocketAddress address(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }
}
