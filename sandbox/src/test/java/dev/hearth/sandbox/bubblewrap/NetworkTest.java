package dev.hearth.sandbox.bubblewrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.FunctionCode;
import dev.hearth.sandbox.RunningFunction;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// What a sandbox can reach: Hearth's endpoint, its own services, names below `localhost`.
@ParameterizedClass(name = "forked: {0}")
@ValueSource(booleans = {true, false})
@Timeout(60)
class NetworkTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @Parameter private boolean forked;
  @TempDir private Path folder;
  private ServerSocket endpoint;
  private BubblewrapDriver driver;

  @BeforeEach
  void open() throws IOException {
    Requirements.sandboxes();
    endpoint = new ServerSocket(0, 50, LOOPBACK);
    Thread.ofVirtual().start(this::echo);
    var address = new InetSocketAddress(LOOPBACK, endpoint.getLocalPort());
    driver =
        new BubblewrapDriver(
            Runtimes.find(Runtimes.defaultFolder()),
            Requirements.settings(address, forked),
            InstantSource.system());
  }

  @AfterEach
  void close() throws IOException {
    if (driver != null) {
      driver.close();
      endpoint.close();
    }
  }

  /// Sends back all that comes, once all of it has come.
  private void echo() {
    try {
      while (true) {
        var socket = endpoint.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getOutputStream().write(socket.getInputStream().readAllBytes());
    } catch (IOException e) {
      // the test fails by what it does not get
    }
  }

  private String answer(String source, String event) {
    try (var function =
        RunningFunction.start(driver, FunctionCode.python(folder, "import socket\n" + source))) {
      return function.answer(event);
    }
  }

  @Test
  void hearthsEndpointIsAtItsOwnPortUnderAnyNameBelowLocalhost() {
    var source =
        """
        def handler(event, context):
            s = socket.create_connection((event, %d), 5)
            s.sendall(b"x" * 3000000)
            s.shutdown(socket.SHUT_WR)
            return sum(len(part) for part in iter(lambda: s.recv(65536), b""))
        """
            .formatted(endpoint.getLocalPort());
    assertThat(answer(source, "\"127.0.0.1\"")).isEqualTo("3000000");
    assertThat(answer(source, "\"localhost\"")).isEqualTo("3000000");
    assertThat(answer(source, "\"bucket.s3.localhost\"")).isEqualTo("3000000");
  }

  @Test
  void aFunctionCanServeItself() {
    var source =
        """
        import threading
        def handler(event, context):
            server = socket.create_server(("0.0.0.0", 8080))
            def serve():
                connection, _ = server.accept()
                connection.sendall(b"served")
                connection.close()
            threading.Thread(target=serve).start()
            return socket.create_connection(("127.0.0.1", 8080)).recv(10).decode()
        """;
    assertThat(answer(source, "1")).isEqualTo("\"served\"");
  }

  @Test
  void namesAreResolvedOverUdpAndTcp() {
    var source =
        """
        import struct
        question = struct.pack(">HHHHHH", 7, 0x100, 1, 0, 0, 0)
        question += b"\\1a\\x09localhost\\0" + struct.pack(">HH", 1, 1)
        def handler(event, context):
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            udp.settimeout(5)
            udp.sendto(question, ("127.0.0.1", 53))
            first = udp.recv(512)
            tcp = socket.create_connection(("127.0.0.1", 53), 5)
            tcp.sendall(struct.pack(">H", len(question)) + question)
            second = tcp.recv(512)[2:]
            return [first == second, list(first[-4:]), list(first[:4])]
        """;
    assertThat(answer(source, "1")).isEqualTo("[true, [127, 0, 0, 1], [0, 7, 129, 128]]");
  }

  @Test
  void noThreadOfThisProcessIsLeftInASandbox() throws IOException {
    var code = FunctionCode.python(folder, "def handler(e, c): return 1");
    try (var function = RunningFunction.start(driver, code)) {
      function.answer("1");
      assertThat(places()).doesNotContainAnyElementsOf(namespaces("" + function.sandbox().pid()));
    }
  }

  /// Where this process's threads are.
  private static Set<Path> places() throws IOException {
    var places = new HashSet<Path>();
    try (var threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (var thread : threads) {
        try {
          places.addAll(namespaces("self/task/" + thread.getFileName()));
        } catch (IOException e) {
          // the thread has ended
        }
      }
    }
    return places;
  }

  private static List<Path> namespaces(String process) throws IOException {
    var folder = Path.of("/proc", process, "ns");
    return List.of(
        Files.readSymbolicLink(folder.resolve("net")),
        Files.readSymbolicLink(folder.resolve("mnt")));
  }

  @Test
  void theHostSeesNoMountOfASandbox() throws IOException {
    try (var function =
        RunningFunction.start(driver, FunctionCode.python(folder, "def handler(e, c): return 1"))) {
      function.answer("1");
      var mounts = Files.readString(Path.of("/proc/self/mountinfo"), UTF_8);
      assertThat(mounts).doesNotContain("/run/hearth", "/var/task");
    }
  }
}
