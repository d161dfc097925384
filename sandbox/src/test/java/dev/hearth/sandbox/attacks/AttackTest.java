package dev.hearth.sandbox.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.attacks.Attacker.Origin;
import dev.hearth.sandbox.bubblewrap.BubblewrapDriver;
import dev.hearth.sandbox.bubblewrap.Requirements;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every attack of the tables, one after the other in one sandbox, beside another function that has
/// something to lose.
@ParameterizedClass
@EnumSource(Origin.class)
@Timeout(60)
class AttackTest {
  /// What the other function knows. Attackers look for it where the event that tells it to them is
  /// not.
  private static final String OTHERS_SECRET = "only-the-other-function-knows-this";

  private static final String REQUEST_OF_OTHER = "11111111-2222-3333-4444-555555555555";

  private static final String LEAVE_TRACES =
      """
      open('/tmp/left', 'w').close()
      libc.shmget(4711, 4096, 0o1666)
      libc.msgget(4711, 0o1666)
      libc.semget(4711, 1, 0o1666)
      libc.mq_open(b'/left', os.O_CREAT | os.O_RDWR, 0o666, None)
      server = socket.create_server(('0.0.0.0', 7777))
      globals()['kept'] = server
      """;

  private static final String WAIT =
      """
      open('/tmp/running', 'w').close()
      while os.path.exists('/tmp/running'):
          time.sleep(0.01)
      result = 'undisturbed'
      """;

  @SuppressWarnings("NullAway.Init") // JUnit calls open first
  private static BubblewrapDriver driver;

  @SuppressWarnings("NullAway.Init")
  private static Attacker attacker;

  @SuppressWarnings("NullAway.Init")
  private static Attacker other;

  @SuppressWarnings("NullAway.Init")
  private static ServerSocket service;

  @SuppressWarnings("NullAway.Init")
  private static Map<String, Object> facts;

  @SuppressWarnings("NullAway.Init")
  @Parameter
  private Origin origin;

  @BeforeParameterizedClassInvocation
  static void open(Origin origin, @TempDir Path folder) throws IOException {
    Requirements.sandboxes();
    driver =
        new BubblewrapDriver(
            Runtimes.find(Runtimes.defaultFolder()),
            Requirements.settings(null, origin.forks()),
            InstantSource.system());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    var secret = folder.resolve("secret");
    Files.writeString(secret, "the host's");
    service = new ServerSocket(0, 5, null);
    other = Attacker.start(driver, origin.code(folder).set("SECRET", OTHERS_SECRET));
    other.attempt(LEAVE_TRACES);
    attacker =
        Attacker.start(
            driver,
            origin
                .code(folder)
                .memory(1024)
                .link("link", secret)
                .layer("layer.txt", "a layer")
                .layerLink("link", secret));
    facts =
        Map.of(
            "secret", secret.toString(),
            "other", OTHERS_SECRET,
            "pid", other.process().pid(),
            "port", service.getLocalPort(),
            "addresses", addresses(true),
            "addresses6", addresses(false),
            "request_of_other", REQUEST_OF_OTHER);
  }

  @AfterParameterizedClassInvocation
  static void close() throws IOException {
    driver.close();
    service.close();
  }

  private static List<String> addresses(boolean inet4) throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress())
        .filter(address -> address instanceof Inet4Address == inet4)
        .map(address -> address.getHostAddress().split("%", 2)[0])
        .toList();
  }

  static Stream<Attack> attacks() {
    return Stream.of(
            FileAttacks.HOST,
            FileAttacks.OTHER_FUNCTIONS,
            FileAttacks.OWN_CODE,
            FileAttacks.MOUNTS,
            FileAttacks.PROC,
            FileAttacks.DEVICES,
            FileAttacks.PRIVILEGES,
            KernelAttacks.NAMESPACES,
            KernelAttacks.PROCESSES,
            KernelAttacks.CALLS,
            NetworkAttacks.SOCKETS,
            NetworkAttacks.ADDRESSES,
            RuntimeApiAttacks.CALLS,
            RuntimeApiAttacks.BYTES)
        .flatMap(List::stream);
  }

  @ParameterizedTest(name = "it {0}")
  @MethodSource("attacks")
  void inVain(Attack attack) {
    assertThat(attacker.attempt(attack.python(), facts))
        .as("%s: it %s", origin, attack.name())
        .matches(attack.outcome());
  }

  @Test
  void noneReachesTheHostsService() throws IOException {
    service.setSoTimeout(300);
    assertThat(attacker.attempt("connect('127.0.0.1', port)", facts)).isEqualTo("ECONNREFUSED");
    assertThatThrownBy(service::accept).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void noneIsInANamespaceOfAnybodyElse() throws IOException {
    for (var kind : List.of("cgroup", "ipc", "mnt", "net", "pid", "user", "uts")) {
      var read = "os.readlink('/proc/self/ns/" + kind + "')";
      var own = Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString();
      assertThat(List.of(own, attacker.attempt(read), other.attempt(read)))
          .as(kind)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void noneIsAUserThatAnybodyElseIs() throws IOException {
    long user = status(attacker, "Uid:");
    assertThat(user).isGreaterThanOrEqualTo(1_900_000_000);
    assertThat(status(other, "Uid:")).isGreaterThanOrEqualTo(1_900_000_000).isNotEqualTo(user);
    for (var set : List.of("CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:")) {
      assertThat(status(attacker, set)).as(set).isZero();
    }
    assertThat(status(attacker, "NoNewPrivs:")).isOne();
    assertThat(status(attacker, "Seccomp:")).isEqualTo(2);
    assertThat(attacker.attempt("(os.getuid(), os.getgid(), os.getgroups())"))
        .isEqualTo("(993, 990, [])");
  }

  private static long status(Attacker attacker, String field) throws IOException {
    var file = Path.of("/proc/" + attacker.process().pid() + "/status");
    var line =
        Files.readAllLines(file).stream()
            .filter(l -> l.startsWith(field))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.split("\\s+", -1)[1], field.startsWith("Cap") ? 16 : 10);
  }

  @Test
  void noneAnswersInAnothersPlace() throws Exception {
    var sandbox = other.function().sandbox();
    var running = Path.of("/proc/" + sandbox.pid() + "/root/tmp/running");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var run = threads.submit(() -> other.run(WAIT, REQUEST_OF_OTHER));
      while (!Files.exists(running)) {
        Thread.onSpinWait();
      }
      for (var call : List.of("response", "error")) {
        var steal = "api(post(RUNTIME + 'invocation/' + request_of_other + '/" + call + "'))";
        assertThat(attacker.attempt(steal, facts)).isEqualTo("400");
      }
      Files.delete(running);
      assertThat(run.get())
          .isInstanceOfSatisfying(
              Run.Succeeded.class,
              answer -> assertThat(answer.payload().text()).isEqualTo("\"undisturbed\""));
    }
  }
}
