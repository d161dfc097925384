package dev.hearth.sandbox.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A way out whose sandbox is this process.
@Timeout(60)
class EgressGatewayTest {
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var each : opened) {
      each.close();
    }
  }

  private ServerSocketChannel listen() throws IOException {
    var channel = ServerSocketChannel.open().bind(LOOPBACK, 2000);
    opened.add(channel);
    return channel;
  }

  /// A gateway to a service that greets.
  ///
  /// @return where a sandbox finds the service
  private InetSocketAddress gateway(Semaphore shared) throws IOException {
    var service = listen();
    Thread.ofVirtual().start(() -> greet(service));
    var policy = EgressPolicy.NONE;
    var clock = InstantSource.system();
    var rules = new EgressRules(policy, new HostAddresses(clock), new NamedAddresses(clock));
    var names =
        new NameServer(rules, new Resolver(clock), DatagramChannel.open().bind(LOOPBACK), listen());
    var inside = listen();
    var gateway =
        new EgressGateway(
            "sandbox",
            rules,
            names,
            new EgressGateway.Ways(List.of(), null),
            new EgressGateway.Endpoint(inside, (InetSocketAddress) service.getLocalAddress()),
            shared);
    opened.add(gateway);
    gateway.serve();
    return (InetSocketAddress) inside.getLocalAddress();
  }

  private void greet(ServerSocketChannel service) {
    try {
      while (true) {
        var connection = service.accept();
        opened.add(connection);
        connection.socket().getOutputStream().write("hello".getBytes(UTF_8));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private String connect(InetSocketAddress address) throws IOException {
    var socket = new Socket(address.getAddress(), address.getPort());
    opened.add(socket);
    return new String(socket.getInputStream().readNBytes(5), UTF_8);
  }

  @Test
  void aSandboxHasRoomOfItsOwnWhenOthersHaveTakenAllThatIsShared() throws IOException {
    var address = gateway(new Semaphore(0));
    for (int i = 0; i < EgressGateway.OWN_CONNECTIONS; i++) {
      assertThat(connect(address)).isEqualTo("hello");
    }
    assertThatThrownBy(() -> connect(address)).isInstanceOf(IOException.class);
  }

  @Test
  void whatIsSharedIsGivenBack() throws Exception {
    var shared = new Semaphore(3);
    var address = gateway(shared);
    for (int i = 0; i < EgressGateway.OWN_CONNECTIONS + 3; i++) {
      assertThat(connect(address)).isEqualTo("hello");
    }
    assertThat(shared.availablePermits()).isZero();
    assertThatThrownBy(() -> connect(address)).isInstanceOf(IOException.class);
    for (var each : List.copyOf(opened)) {
      each.close();
    }
    shared.acquire(3); // waits until they are all back
  }

  @Test
  void noSandboxHasMoreThanItsShare() throws IOException {
    var shared = new Semaphore(10_000);
    var address = gateway(shared);
    for (int i = 0; i < 512; i++) {
      assertThat(connect(address)).isEqualTo("hello");
    }
    assertThatThrownBy(() -> connect(address)).isInstanceOf(IOException.class);
    assertThat(shared.availablePermits()).isEqualTo(10_000 - 480);
  }
}
