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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Copies of one snapshot that try to get at each other and at their template, and initialisation
/// code that uses what a template may and others may not.
@Timeout(60)
class SiblingsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ATTEMPT =
      """
      import ctypes, errno, os, signal, socket, struct
      libc = ctypes.CDLL(None, use_errno=True)
      def call(name, *arguments):
          ctypes.set_errno(0)
          done = getattr(libc, name)(*arguments)
          return "done" if done >= 0 else errno.errorcode[ctypes.get_errno()]
      template = os.getpid()
      def handler(event, context):
          scope = dict(globals())
          try:
              exec(event, scope)
              return str(scope.get("result"))
          except BaseException as e:
              return type(e).__name__ + ": " + str(e)
      """;

  /// Initialisation code that makes a copy by itself, which keeps all that its user namespace
  /// gives.
  private static final String ROGUE =
      ATTEMPT
          + """
          inner = []
          def rogue(attempts):
              reader, writer = os.pipe()
              child = libc.syscall(56, ctypes.c_ulong(0x7c020011), 0, 0, 0, 0)
              if child == 0:
                  try:
                      for name in ("setgroups", "uid_map", "gid_map"):
                          with open("/proc/self/" + name, "w") as f:
                              f.write({"setgroups": "deny", "uid_map": "993 993 1",
                                       "gid_map": "990 990 1"}[name])
                      answers = []
                      for attempt in attempts:
                          try: answers.append(str(eval(attempt, globals())))
                          except BaseException as e: answers.append(type(e).__name__)
                      os.write(writer, "|".join(answers).encode())
                  finally:
                      os._exit(0)
              os.close(writer)
              said = os.read(reader, 4096).decode()
              os.waitpid(child, 0)
              os.close(reader)
              return said.split("|")
          """;

  @SuppressWarnings("NullAway.Init") // JUnit calls openDriver first
  private static BubblewrapDriver driver;

  @TempDir private Path folder;
  private Snapshot snapshot;
  private RunningFunction one;
  private RunningFunction other;

  @BeforeAll
  static void openDriver() {
    Requirements.sandboxes();
    driver =
        new BubblewrapDriver(
            Runtimes.find(Runtimes.defaultFolder()),
            Requirements.settings(null),
            InstantSource.system());
  }

  @AfterAll
  static void closeDriver() {
    driver.close();
  }

  @BeforeEach
  void start() {
    var spec = FunctionCode.python(folder, ATTEMPT).snapSpec(null);
    snapshot = driver.snapshot(spec, (_, _) -> {});
    one = RunningFunction.restore(snapshot, spec);
    other = RunningFunction.restore(snapshot, spec);
    assertThat(one.answer("\"\"")).isEqualTo("\"None\"");
    assertThat(other.answer("\"\"")).isEqualTo("\"None\"");
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
    snapshot.close();
  }

  private static String attempt(RunningFunction function, String python) throws IOException {
    return JSON.readValue(function.answer(JSON.writeValueAsString(python)), String.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipc", "mnt", "net", "pid", "user", "uts"})
  void eachHasNamespacesOfItsOwnThatAreNotTheTemplatesEither(String kind) throws IOException {
    var seen = new HashSet<Path>();
    for (var function : List.of(one, other)) {
      seen.add(namespace(function.sandbox().pid(), kind));
      assertThat(attempt(function, "result = os.readlink('/proc/self/ns/%s')".formatted(kind)))
          .isEqualTo(namespace(function.sandbox().pid(), kind).toString());
    }
    seen.add(namespace(template(one).pid(), kind));
    seen.add(namespace(ProcessHandle.current().pid(), kind));
    assertThat(seen).hasSize(4);
  }

  private static Path namespace(long pid, String kind) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + kind));
  }

  /// The template's process: the one child of its first process that is none of a copy's.
  private static ProcessHandle template(RunningFunction copy) {
    return ProcessHandle.of(copy.sandbox().pid())
        .flatMap(ProcessHandle::parent)
        .flatMap(ProcessHandle::parent)
        .orElseThrow()
        .children()
        .filter(child -> child.children().findAny().isEmpty())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void noneSeesOrSignalsAnothersProcesses() throws IOException {
    assertThat(attempt(one, "result = sorted(p for p in os.listdir('/proc') if p.isdigit())"))
        .isEqualTo("['1', '2']");
    assertThat(attempt(one, "result = template, os.getpid(), os.getppid()")).isEqualTo("(3, 2, 1)");
    for (long pid : new long[] {3, template(one).pid(), other.sandbox().pid()}) {
      assertThat(attempt(one, "os.kill(%d, 9)".formatted(pid))).startsWith("ProcessLookupError");
      assertThat(attempt(one, "open('/proc/%d/mem', 'r+b')".formatted(pid)))
          .startsWith("FileNotFoundError");
    }
    assertThat(attempt(one, "result = os.kill(-1, 9)")).isNotEmpty();
    assertThat(attempt(other, "result = 'well'")).isEqualTo("well");
    assertThat(template(other).isAlive()).isTrue();
  }

  @Test
  void noneSeesAnothersFiles() throws IOException {
    assertThat(attempt(one, "open('/tmp/secret', 'w').write('s3cr3t')")).isEqualTo("None");
    assertThat(attempt(other, "result = os.listdir('/tmp')")).isEqualTo("[]");
    assertThat(Path.of("/proc/" + template(one).pid() + "/root/tmp")).isEmptyDirectory();
    assertThat(attempt(one, "result = [f for f in os.listdir('/proc/self/fd') if int(f) > 4]"))
        .isEqualTo("[]"); // 3 is the Runtime API, 4 the listing itself
  }

  @Test
  void noneReachesAnothersServices() throws IOException {
    var listen = "handler.s = socket.create_server(('127.0.0.1', 7001)); result = 'listens'";
    assertThat(attempt(one, listen)).isEqualTo("listens");
    assertThat(attempt(one, "socket.create_connection(('127.0.0.1', 7001), 5)")).isEqualTo("None");
    assertThat(attempt(other, "socket.create_connection(('127.0.0.1', 7001), 5)"))
        .startsWith("ConnectionRefusedError");
  }

  @ParameterizedTest
  @CsvSource({
    "unshare 0x10000000, EPERM",
    "syscall 56 0x7c020011 0 0 0 0, EPERM", // what a template may
    "setns 0 0, EPERM",
    "mount 0 0 0 0 0, EPERM",
    "umount2 0 0, EPERM",
    "ptrace 0 0 0 0, EPERM",
    "socket 16 3 0, EAFNOSUPPORT", // netlink
    "socket 2 3 1, EPERM", // raw
    "socket 17 3 0, EAFNOSUPPORT",
    "sethostname 0 0, EPERM"
  })
  void whatLeadsOutIsRefused(String call, String error) throws IOException {
    assumeTrue(!call.startsWith("syscall") || System.getProperty("os.arch").equals("amd64"));
    var words = call.split(" ", 2);
    var arguments = words[1].replace(" ", ", ");
    assertThat(attempt(one, "result = call('%s', %s)".formatted(words[0], arguments)))
        .isEqualTo(error);
  }

  @Test
  void aCopyThatTakesTooMuchMemoryEndsAlone() throws IOException {
    assertThat(one.run(JSON.writeValueAsString("result = len(b'x' * (512 << 20))")))
        .isInstanceOfSatisfying(
            Run.Crashed.class, crash -> assertThat(crash.outOfMemory()).isTrue());
    assertThat(attempt(other, "result = 'well'")).isEqualTo("well");
    assertThat(snapshot.usable()).isTrue();
  }

  @Test
  void whatATemplateMayByItselfIsWorthNothing() throws IOException {
    assumeTrue(System.getProperty("os.arch").equals("amd64"));
    var source =
        ROGUE
            + """
            said = rogue([
                "open('/proc/self/status').read().split('CapEff:')[1].split()[0]",
                "call('mount', b'tmpfs', b'/tmp', b'tmpfs', 0, None)",
                "call('umount2', b'/proc', 2)",
                "call('unshare', 0x20000)",
                "call('setns', 0, 0)",
                "call('chroot', b'/tmp')",
                "call('sethostname', b'mine', 4)",
                "call('syscall', 321, 0, 0, 0)",
                "socket.socket(16, 3, 0)",
                "socket.socket(2, 3, 1)",
                "socket.socket(17, 3, 0)",
                "call('ioctl', socket.socket(2, 2).fileno(), 0x8914, bytes(40))",
                "call('setsockopt', socket.socket(2, 1).fileno(), 0, 64, bytes(200), 200)",
                "call('setsockopt', socket.socket(2, 1).fileno(), 1, 33, bytes(4), 4)",
                "os.mknod('/tmp/disk', 0o60600, os.makedev(8, 0))",
                "os.setuid(0)",
                "open('/var/task/new', 'w')",
                "os.chown('/etc/passwd', 993, 990)",
                "open('/proc/sys/kernel/core_pattern', 'w')",
                "call('ptrace', 16, 1, 0, 0)",
                "os.kill(os.getppid(), 0) if os.getppid() else 'nobody'",
                "socket.create_connection(('127.0.0.1', 9001), 2)",
            ])
            """;
    var code = FunctionCode.python(folder, source + "def handler(e, c): return '|'.join(said)\n");
    var spec = code.snapSpec(null);
    try (var rogue = driver.snapshot(spec, (_, _) -> {})) {
      assertThat(rogue.awaitInitialised()).isEmpty();
      try (var copy = RunningFunction.restore(rogue, spec)) {
        var said = JSON.readValue(copy.answer("1"), String.class).split("\\|", -1);
        assertThat(said[0])
            .as("it has every capability, in its own namespace")
            .endsWith("ffffffff");
        assertThat(List.of(said).subList(1, said.length))
            .containsExactly(
                "EPERM",
                "EPERM",
                "EPERM",
                "EPERM",
                "EPERM",
                "EPERM",
                "EPERM",
                "OSError",
                "PermissionError",
                "OSError",
                "EPERM",
                "EPERM",
                "EPERM",
                "PermissionError",
                "OSError",
                "OSError",
                "OSError",
                "PermissionError",
                "EPERM",
                "nobody",
                "OSError");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "3",
        "4000000",
        "-1",
        "__import__('posix').fork() or __import__('time').sleep(5)" // without its own namespaces
      })
  void aTemplateThatLiesAboutWhatItMadeGetsNothing(String lie) {
    var source =
        """
        import __main__
        honest = __main__.snapshot.make
        made = []
        def make(*arguments):
            made.append(1)
            return honest(*arguments) if len(made) <= %d else %s
        __main__.snapshot.make = make
        def handler(event, context): pass
        """;
    var spec = FunctionCode.python(folder, source.formatted(0, lie)).snapSpec(null);
    try (var liar = driver.snapshot(spec, (_, _) -> {})) {
      assertThat(liar.awaitInitialised().orElseThrow().message())
          .startsWith("SnapStart: no copy can be made of it: ");
    }
    var later = FunctionCode.python(folder, source.formatted(1, lie)).snapSpec(null);
    try (var liar = driver.snapshot(later, (_, _) -> {})) {
      assertThat(liar.awaitInitialised()).isEmpty();
      assertThatThrownBy(() -> liar.restore(later, (_, _) -> {}))
          .hasMessageStartingWith("No sandbox can be made now: ");
    }
  }
}
