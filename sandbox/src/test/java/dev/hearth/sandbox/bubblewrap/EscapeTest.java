package dev.hearth.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.sandbox.FunctionCode;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.RunningFunction;
import dev.hearth.sandbox.Snapshot;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Code that tries to get out of its sandbox, or to take more than it was given, and fails.
@ParameterizedClass(name = "{0}")
@EnumSource(EscapeTest.Kind.class)
@Timeout(60)
class EscapeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Runs the Python in its event; answers what that left in `result`, or the exception.
  private static final String ATTEMPT =
      """
      import ctypes, errno, os, socket, subprocess, sys, time
      libc = ctypes.CDLL(None, use_errno=True)
      def call(name, *arguments):
          ctypes.set_errno(0)
          done = getattr(libc, name)(*arguments)
          return "done" if done >= 0 else errno.errorcode[ctypes.get_errno()]
      def connect(host, port):
          with socket.create_connection((host, port), 5) as s:
              s.sendall(b"hello")
              return s.recv(10)
      def handler(event, context):
          scope = dict(globals())
          try:
              exec(event, scope)
              return str(scope.get("result"))
          except BaseException as e:
              return type(e).__name__ + ": " + str(e)
      """;

  /// How the sandbox was made.
  enum Kind {
    STARTED,
    FORKED,
    COPIED
  }

  @SuppressWarnings("NullAway.Init") // JUnit calls openDriver first
  private static BubblewrapDriver driver;

  private final List<Snapshot> snapshots = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @Parameter
  private Kind kind;

  @TempDir private Path folder;
  private RunningFunction function;

  @BeforeParameterizedClassInvocation
  static void openDriver(Kind kind) {
    Requirements.sandboxes();
    var runtimes = Runtimes.find(Runtimes.defaultFolder());
    var settings = Requirements.settings(null, kind != Kind.STARTED);
    driver = new BubblewrapDriver(runtimes, settings, InstantSource.system());
  }

  @AfterParameterizedClassInvocation
  static void closeDriver() {
    driver.close();
  }

  @BeforeEach
  void start() {
    function = start(1024);
  }

  @AfterEach
  void close() {
    function.close();
    snapshots.forEach(Snapshot::close);
  }

  private RunningFunction start(int memoryMebibytes) {
    var code = FunctionCode.python(folder, ATTEMPT).memory(memoryMebibytes);
    code.set("SECRET", "s3cr3t-" + memoryMebibytes);
    if (kind != Kind.COPIED) {
      return RunningFunction.start(driver, code);
    }
    var spec = code.snapSpec(null);
    var snapshot = driver.snapshot(spec, (_, _) -> {});
    snapshots.add(snapshot);
    assertThat(snapshot.awaitInitialised()).isEmpty();
    return RunningFunction.restore(snapshot, spec);
  }

  private String attempt(String python) throws IOException {
    return attempt(function, python);
  }

  private static String attempt(RunningFunction function, String python) throws IOException {
    return JSON.readValue(function.answer(JSON.writeValueAsString(python)), String.class);
  }

  private Run run(String python) throws IOException {
    return function.run(JSON.writeValueAsString(python));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/shadow", "/root", "/home", "/sys", "/boot", "/run", "/var/lib"})
  void theHostsFilesAreNotThere(String path) throws IOException {
    assertThat(attempt("os.stat('" + path + "')")).startsWith("FileNotFoundError");
  }

  @Test
  void theHostsOtherFoldersAreNotThere() throws IOException {
    assertThat(attempt("os.stat('" + folder + "')")).startsWith("FileNotFoundError");
    assertThat(attempt("result = sorted(os.listdir('/'))"))
        .matches("\\['bin', 'dev', 'etc', 'lib'.*'opt', 'proc', 'sbin', 'tmp', 'usr', 'var']");
    assertThat(attempt("result = os.stat('/proc/1/root/') == os.stat('/')")).isEqualTo("True");
    var links = "[os.readlink('/proc/1/fd/' + f) for f in os.listdir('/proc/1/fd') if int(f) > 2]";
    // bubblewrap tells itself outside how the function ended, and a copy tells us.
    assertThat(attempt("result = " + links))
        .matches(
            switch (kind) {
              case STARTED -> "\\['anon_inode:\\[eventfd]']";
              case FORKED -> "\\[]";
              case COPIED -> "\\['pipe:\\[[0-9]+]']";
            });
    assertThat(attempt("result = [f for f in os.listdir('/proc/self/fd') if int(f) > 4]"))
        .isEqualTo("[]"); // 3 is the Runtime API, 4 the listing itself
  }

  @ParameterizedTest
  @ValueSource(strings = {"cgroup", "ipc", "mnt", "net", "pid", "user", "uts"})
  void noNamespaceIsAnybodyElses(String kind) throws IOException {
    var read = "result = os.readlink('/proc/self/ns/" + kind + "')";
    var own = attempt(read);
    assertThat(own).isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString());
    try (var other = start(512)) {
      assertThat(attempt(other, read)).isNotEqualTo(own);
    }
  }

  @Test
  void itsMountsAreThoseOfASandboxOnly() throws IOException {
    var places =
        """
        result = ' '.join(sorted({l.split()[4].split('/')[1] for l in open('/proc/self/mountinfo')}))
        """;
    assertThat(attempt(places).strip().split(" ", -1))
        .isSubsetOf(
            "bin", "dev", "etc", "lib", "lib32", "lib64", "proc", "sbin", "tmp", "usr", "var");
  }

  @Test
  void anotherSandboxesFilesAndEnvironmentAreNotThere() throws IOException {
    try (var other = start(512)) {
      attempt(other, "open('/tmp/secret', 'w').write('s3cr3t')");
      assertThat(attempt("result = os.listdir('/tmp')")).isEqualTo("[]");
      var search =
          """
          def environment(pid):
              try: return open('/proc/%s/environ' % pid).read()
              except OSError: return ''
          everything = ''.join(environment(p) for p in os.listdir('/proc') if p.isdigit())
          result = 's3cr3t-512' in everything
          """;
      assertThat(attempt(search)).isEqualTo("False");
      assertThat(attempt("result = len([p for p in os.listdir('/proc') if p.isdigit()])"))
          .isEqualTo("2");
    }
  }

  @Test
  void theHostsServicesCannotBeReached() throws IOException {
    try (var service = new ServerSocket(0, 5, null)) {
      service.setSoTimeout(300);
      int port = service.getLocalPort();
      assertThat(attempt("result = connect('127.0.0.1', %d)".formatted(port)))
          .startsWith("ConnectionRefusedError");
      for (var address : addresses()) {
        assertThat(attempt("result = connect('%s', %d)".formatted(address, port)))
            .startsWith("Connection");
      }
      assertThatThrownBy(service::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private static Iterable<String> addresses() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "10.0.0.1", "192.168.1.1", "172.17.0.1", "0.1.2.3"})
  void privateAddressesCannotBeReached(String address) throws IOException {
    assertThat(attempt("result = connect('" + address + "', 80)")).startsWith("Connection");
  }

  @ParameterizedTest
  @CsvSource({
    "unshare 0x10000000, EPERM", // CLONE_NEWUSER
    "unshare 0x40000000, EPERM", // CLONE_NEWNET
    "setns 0 0, EPERM",
    "chroot 0, EPERM",
    "ptrace 0 0 0 0, EPERM",
    "mount 0 0 0 0 0, EPERM",
    "umount2 0 0, EPERM",
    "swapon 0 0, EPERM",
    "reboot 0, EPERM",
    "sethostname 0 0, EPERM",
    "syscall 321 0 0 0, EPERM", // bpf
    "syscall 250 0 0 0, EPERM", // keyctl
    "syscall 298 0 0 0, EPERM", // perf_event_open
    "syscall 323 0, EPERM", // userfaultfd
    "syscall 310 0 0 0 0 0 0, EPERM", // process_vm_readv
    "syscall 428 0 0 0, EPERM", // open_tree
    "syscall 435 0 0, ENOSYS", // clone3
    "syscall 425 1 0, ENOSYS", // io_uring_setup
    "syscall 999 0 0, ENOSYS",
    "syscall 56 0x10000011 0 0 0 0, EPERM", // clone with CLONE_NEWUSER
    "socket 40 1 0, EAFNOSUPPORT", // vsock
    "socket 17 3 0, EAFNOSUPPORT", // packet
    "socket 38 5 0, EAFNOSUPPORT", // the kernel's cryptography
    "socket 2 3 1, EPERM", // raw
    "setuid 0, EINVAL", // no such user inside
  })
  void whatLeadsOutIsRefused(String call, String error) throws IOException {
    // The numbers of system calls are x86-64's.
    assumeTrue(!call.startsWith("syscall") || System.getProperty("os.arch").equals("amd64"));
    var words = call.split(" ", 2);
    var arguments = words[1].replace(" ", ", ");
    assertThat(attempt("result = call('%s', %s)".formatted(words[0], arguments))).isEqualTo(error);
  }

  @Test
  void aCallByAnotherArchitecturesNumbersKills() throws IOException {
    assumeTrue(System.getProperty("os.arch").equals("amd64"));
    assertThat(run("libc.syscall(0x40000000 + 39)"))
        .isInstanceOfSatisfying(
            Run.Crashed.class,
            crash -> assertThat(crash.exit()).isEqualTo("signal: bad system call"));
  }

  @Test
  void itRunsAsAUserThatIsNobodyElseAndHasNoCapabilities() throws IOException {
    attempt("pass");
    try (var other = start(512)) {
      attempt(other, "pass");
      long user = status(function, "Uid:");
      assertThat(user).isGreaterThanOrEqualTo(1_900_000_000);
      assertThat(status(other, "Uid:")).isGreaterThanOrEqualTo(1_900_000_000).isNotEqualTo(user);
    }
    for (var set : List.of("CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:")) {
      assertThat(status(function, set)).as(set).isZero();
    }
    assertThat(status(function, "NoNewPrivs:")).isOne();
    assertThat(status(function, "Seccomp:")).isEqualTo(2);
    assertThat(attempt("result = (os.getuid(), os.getgid(), os.getgroups())"))
        .isEqualTo("(993, 990, [])");
  }

  private static long status(RunningFunction function, String field) throws IOException {
    var file = Path.of("/proc/" + function.sandbox().pid() + "/status");
    var line =
        Files.readAllLines(file).stream()
            .filter(l -> l.startsWith(field))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.split("\\s+", -1)[1], field.startsWith("Cap") ? 16 : 10);
  }

  @Test
  void itsOwnCodeCannotBeWritten() throws IOException {
    assertThat(attempt("open('/var/task/app.py', 'w')")).contains("Read-only file system");
    assertThat(attempt("open('/var/task/new', 'w')")).contains("Read-only file system");
    assertThat(attempt("os.mkdir('/new')")).contains("Read-only file system");
    assertThat(attempt("open('/etc/passwd', 'a')")).startsWith("PermissionError");
    assertThat(attempt("open('/proc/sys/kernel/hostname', 'w')")).contains("Error");
    assertThat(attempt("result = call('mount', 0, b'/', 0, 4128, 0)")).isEqualTo("EPERM");
  }

  @Test
  void devicesAreTheHarmlessOnes() throws IOException {
    assertThat(attempt("result = sorted(os.listdir('/dev'))"))
        .isEqualTo(
            "['fd', 'full', 'null', 'random', 'stderr', 'stdin', 'stdout', 'urandom', 'zero']");
    assertThat(attempt("os.mknod('/tmp/disk', 0o60600, os.makedev(8, 0))"))
        .startsWith("PermissionError");
  }

  @Test
  void aForkBombEndsAtItsLimitAndDisturbsNobody() throws Exception {
    try (var other = start(512)) {
      var bomb =
          """
          result = 0
          try:
              while True:
                  if os.fork() == 0:
                      time.sleep(600)
                  result += 1
          except BlockingIOError:
              pass
          """;
      int forks = Integer.parseInt(attempt(bomb));
      assertThat(forks).isBetween(500, 1024);
      assertThat(attempt(other, "result = 'well'")).isEqualTo("well");
      var runtime = ProcessHandle.of(function.sandbox().pid()).orElseThrow();
      var children = runtime.children().toList();
      assertThat(children).hasSize(forks);
      function.close();
      for (var child : children) {
        child.onExit().get(20, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void takingTooMuchMemoryKillsTheSandboxAndNobodyElse() throws IOException {
    try (var hog = start(128);
        var other = start(512)) {
      attempt(hog, "pass");
      assertThat(hog.run(JSON.writeValueAsString("result = len(b'x' * (256 << 20))")))
          .isInstanceOfSatisfying(
              Run.Crashed.class,
              crash -> {
                assertThat(crash.outOfMemory()).isTrue();
                assertThat(crash.exit()).isEqualTo("signal: killed");
              });
      assertThat(hog.sandbox().maxMemoryMebibytes()).isBetween(120, 128);
      assertThat(attempt(other, "result = 'well'")).isEqualTo("well");
    }
  }

  @Test
  void aFullTmpIsFullForItselfOnly() throws IOException {
    try (var other = start(512)) {
      var fill =
          """
          with open('/tmp/big', 'wb') as f:
              for i in range(600): f.write(bytes(1 << 20))
          """;
      assertThat(attempt(fill)).contains("No space left on device");
      assertThat(attempt("result = os.stat('/tmp/big').st_size >> 29")).isEqualTo("1");
      assertThat(attempt(other, "result = open('/tmp/mine', 'w').write('well')")).isEqualTo("4");
    }
  }

  @Test
  void tenThousandOpenFilesAreTooMany() throws IOException {
    var open =
        """
        files = []
        try:
            for i in range(10000): files.append(os.open('/dev/null', 0))
        except OSError as e:
            result = (e.strerror, len(files) < 1024)
        [os.close(f) for f in files]
        """;
    assertThat(attempt(open)).isEqualTo("('Too many open files', True)");
    assertThat(attempt("import resource; resource.setrlimit(7, (10000, 10000))"))
        .startsWith("ValueError");
  }

  @Test
  void killingEverythingKillsNothingButItself() throws IOException {
    try (var other = start(512)) {
      attempt(other, "pass");
      assertThat(attempt("os.kill(1, 9)")).isEqualTo("None");
      assertThat(attempt("os.kill(1, 15)")).isEqualTo("None");
      long outside = other.sandbox().pid();
      assertThat(attempt("os.kill(%d, 9)".formatted(outside))).startsWith("ProcessLookupError");
      assertThat(run("os.kill(os.getpid(), 9)")).isInstanceOf(Run.Crashed.class);
      assertThat(attempt(other, "result = 'well'")).isEqualTo("well");
    }
  }

  @Test
  void whatItLeavesRunningEndsWithIt() throws Exception {
    attempt("subprocess.Popen(['sleep', '600'], start_new_session=True)");
    var runtime = ProcessHandle.of(function.sandbox().pid()).orElseThrow();
    var orphan = runtime.children().findFirst().orElseThrow();
    assertThat(run("os._exit(1)")).isInstanceOf(Run.Crashed.class);
    assertThat(orphan.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
  }
}
