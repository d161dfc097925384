package dev.hearth.sandbox.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.attacks.Attacker.Origin;
import dev.hearth.sandbox.bubblewrap.BubblewrapDriver;
import dev.hearth.sandbox.bubblewrap.Requirements;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
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

/// Functions that take all they can get, and outlive what they may: each in a sandbox of its own,
/// beside another function that must stay well.
@ParameterizedClass
@EnumSource(
    value = Origin.class,
    names = {"FORKED_PYTHON", "STARTED_NODE"})
@Timeout(60)
class ExhaustionTest {
  @SuppressWarnings("NullAway.Init") // JUnit calls open first
  private static BubblewrapDriver driver;

  @SuppressWarnings("NullAway.Init")
  private static Attacker other;

  @SuppressWarnings("NullAway.Init")
  @Parameter
  private Origin origin;

  @TempDir private Path folder;

  @BeforeParameterizedClassInvocation
  static void open(Origin origin, @TempDir Path folder) {
    Requirements.sandboxes();
    driver =
        new BubblewrapDriver(
            Runtimes.find(Runtimes.defaultFolder()),
            Requirements.settings(null, origin.forks()),
            InstantSource.system());
    other = Attacker.start(driver, origin, origin.code(folder).memory(512));
  }

  @AfterParameterizedClassInvocation
  static void close() {
    driver.close();
  }

  private Attacker start(int memoryMebibytes) {
    return Attacker.start(driver, origin, origin.code(folder).memory(memoryMebibytes));
  }

  @AfterEach
  void theOtherIsWell() throws IOException {
    assertThat(other.attempt("open('/tmp/mine', 'w').write('well')")).isEqualTo("4");
    assertThat(other.function().sandbox().alive()).isTrue();
  }

  /// Memory in any form, as many MiB as there are in all of them: what is held when it ends.
  static List<Attack> memoryBombs() {
    var seen = Set.of("its own", "files in /tmp", "shared memory");
    return everyMemoryBomb().stream()
        // Without control groups some memory is not seen.
        .filter(bomb -> Requirements.controlGroups() || seen.contains(bomb.name()))
        .toList();
  }

  private static List<Attack> everyMemoryBomb() {
    return Attack.table(
        "its own",
        "len(bytearray(b'x') * (256 << 20)) >> 20",
        "",
        "files in /tmp",
        """
        with open('/tmp/bomb', 'wb', 0) as file:
            result = sum(file.write(bytes(1 << 20)) for i in range(256)) >> 20
        """,
        "",
        "files without a name",
        """
        file = os.memfd_create('bomb')
        result = sum(os.write(file, bytes(1 << 20)) for i in range(256)) >> 20
        """,
        "",
        "shared memory",
        """
        size = 256 << 20
        libc.shmat.restype = ctypes.c_void_p
        at = libc.shmat(libc.shmget(0, ctypes.c_size_t(size), 0o1600), None, 0)
        result = (ctypes.memset(ctypes.c_void_p(at), 1, size) and size) >> 20
        """,
        "",
        "folders and files that are empty",
        """
        result = 0
        for i in range(400_000):
            os.mkdir('/tmp/%d' % i)
        result = 256
        """,
        "",
        "what pipes hold",
        """
        import fcntl
        held = 0
        pipes = []
        for i in range(490):
            pipes.append(os.pipe())
            try:
                size = fcntl.fcntl(pipes[-1][1], 1031, 1 << 20)
            except OSError:
                size = fcntl.fcntl(pipes[-1][1], 1032)
            os.set_blocking(pipes[-1][1], False)
            held += os.write(pipes[-1][1], bytes(size))
        result = held >> 20
        """,
        "",
        "what local sockets hold",
        """
        held = 0
        pairs = []
        for i in range(490):
            pairs.append(socket.socketpair())
            pairs[-1][0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
            pairs[-1][0].setblocking(False)
            try:
                while True:
                    held += pairs[-1][0].send(bytes(65536))
            except BlockingIOError:
                pass
        result = held >> 20
        """,
        "",
        "what TCP connections hold",
        """
        held = 0
        ends = []
        server = socket.create_server(('127.0.0.1', 0), backlog=500)
        for i in range(400):
            one = socket.create_connection(server.getsockname())
            ends += [one, server.accept()[0]]
            for end in ends[-2:]:
                end.setblocking(False)
                try:
                    while True:
                        held += end.send(bytes(1 << 20))
                except BlockingIOError:
                    pass
            if held >> 20 > 512:
                break
        result = held >> 20
        """,
        "");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("memoryBombs")
  void noFormOfMemoryIsMoreThanItWasGiven(Attack bomb) {
    var code = origin.code(folder).memory(128).timeout(Duration.ofSeconds(8));
    try (var hog = Attacker.start(driver, origin, code)) {
      assertThat(hog.attempt("'ready'")).isEqualTo("ready");
      var run = hog.run(bomb.python());
      if (run instanceof Run.Succeeded answer) {
        var held = answer.payload().text().replace("\"", "");
        // Else an error, or the attacker has been killed. Where no control group limits memory, it
        // is looked at, and may be more between two looks.
        if (held.matches("[0-9]+") && Requirements.controlGroups()) {
          // Sockets may hold 64 MiB more where the kernel counts them apart.
          assertThat(Integer.parseInt(held)).isLessThan(128 + 64 + 16);
        }
      } else if (run instanceof Run.Crashed crash) {
        assertThat(crash.outOfMemory()).isTrue();
      } else {
        // What a child that was killed has left in /tmp is in the way of Node, which starves on it.
        assertThat(run).isInstanceOf(Run.TimedOut.class);
      }
      assertThat(hog.function().sandbox().maxMemoryMebibytes()).isLessThanOrEqualTo(128);
    }
  }

  @Test
  void takingTooMuchMemoryIsToldAsSuch() {
    assumeTrue(origin == Origin.FORKED_PYTHON, "of Node it is the child that is killed");
    try (var hog = start(128)) {
      assertThat(hog.run("len(b'x' * (256 << 20))"))
          .isInstanceOfSatisfying(
              Run.Crashed.class,
              crash -> {
                assertThat(crash.outOfMemory()).isTrue();
                assertThat(crash.exit()).isEqualTo("signal: killed");
              });
      assertThat(hog.function().sandbox().maxMemoryMebibytes()).isBetween(120, 128);
    }
  }

  @Test
  void aForkBombEndsAtItsLimitAndWithItsSandbox() throws Exception {
    var bomb =
        """
        result = 0
        try:
            while True:
                if os.fork() == 0:
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                    os.setsid()
                    time.sleep(600)
                result += 1
        except BlockingIOError:
            pass
        """;
    try (var attacker = start(1024)) {
      int forks = Integer.parseInt(attacker.attempt(bomb));
      assertThat(forks).isBetween(500, 1024);
      var children = attacker.process().descendants().toList();
      assertThat(children).hasSizeGreaterThanOrEqualTo(forks);
      theOtherIsWell();
      attacker.function().sandbox().close();
      for (var child : children) {
        child.onExit().get(20, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void threadsAreProcessesToo() {
    var bomb =
        """
        threading.stack_size(65536)
        go = threading.Event()
        result = 0
        try:
            while result < 3000:
                threading.Thread(target=go.wait, daemon=True).start()
                result += 1
        except RuntimeError:
            pass
        go.set()
        """;
    try (var attacker = start(1024)) {
      assertThat(Integer.parseInt(attacker.attempt(bomb))).isBetween(500, 1024);
    }
  }

  @Test
  void orphansAreWaitedForAndZombiesDoNotPileUp() {
    var orphans =
        """
        for i in range(300):
            middle = os.fork()
            if middle == 0:
                if os.fork() == 0:
                    os._exit(0)
                os._exit(0)
            os.waitpid(middle, 0)
        def state(path):
            try:
                return open(path).read().split(') ')[1][0]
            except FileNotFoundError:
                return 'gone'
        def zombies():
            return [state(p) for p in glob.glob('/proc/[0-9]*/stat')].count('Z')
        for i in range(200):
            if zombies() == 0:
                break
            time.sleep(0.02)
        result = zombies()
        """;
    try (var attacker = start(512)) {
      assertThat(attacker.attempt(orphans)).isEqualTo("0");
    }
  }

  @Test
  void aFullTmpIsFullForItselfOnly() {
    var fill =
        """
        try:
            with open('/tmp/big', 'wb', 0) as f:
                for i in range(600): f.write(bytes(1 << 20))
        except OSError as e:
            result = errno.errorcode[e.errno], os.stat('/tmp/big').st_size >> 20
        """;
    try (var attacker = start(1024)) {
      assertThat(attacker.attempt(fill)).isEqualTo("('ENOSPC', 512)");
    }
  }

  @Test
  void tenThousandOpenFilesAreTooMany() {
    var open =
        """
        files = []
        try:
            for i in range(10000): files.append(os.open('/dev/null', 0))
        except OSError as e:
            result = errno.errorcode[e.errno], len(files) < 1024
        [os.close(f) for f in files]
        """;
    try (var attacker = start(256)) {
      assertThat(attacker.attempt(open)).isEqualTo("('EMFILE', True)");
    }
  }

  @Test
  void aFloodOfLinesHoldsUpNobodyElse() {
    var flood =
        """
        for i in range(200):
            os.write(2, (b'x' * 99 + b'\\n') * 100)
        for i in range(32):
            os.write(2, b'y' * 65536)
        """;
    try (var attacker = start(256)) {
      assertThat(attacker.attempt(flood)).isEqualTo("None");
      assertThat(attacker.function().lines())
          .hasSizeGreaterThan(20_000)
          .allMatch(line -> line.length() <= 256 * 1024);
    }
  }

  @Test
  void killingEverythingKillsNothingButItself() {
    try (var attacker = start(256)) {
      assertThat(attacker.attempt("all_of(lambda s: os.kill(1, s), 9, 15, 19, 11)"))
          .isEqualTo("None");
      assertThat(attacker.attempt("'alive'")).isEqualTo("alive");
      attacker.run("os.kill(-1, 9); os.kill(os.getpid(), 9)");
    }
  }

  @Test
  void aDaemonEndsWithItsSandboxHoweverItHidesAndBlocks() throws Exception {
    var daemon =
        """
        hidden, ready = os.pipe()
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
                libc.prctl(1, 0, 0, 0, 0)  # no signal when its parent dies
                libc.prctl(36, 1, 0, 0, 0)  # its children's parent is itself
                for i in range(3, 1024):
                    try: i == ready or os.close(i)
                    except OSError: pass
                if os.fork() == 0:
                    os.write(ready, b'x')
                    os.kill(os.getpid(), signal.SIGSTOP)
                time.sleep(600)
            os._exit(0)
        os.wait()
        result = os.read(hidden, 1)
        """;
    try (var attacker = start(256)) {
      assertThat(attacker.attempt(daemon)).isEqualTo("b'x'");
      long first = Long.parseLong(parentOf(attacker.process().pid()));
      var left = ProcessHandle.of(first).orElseThrow().descendants().toList();
      assertThat(left).hasSizeGreaterThanOrEqualTo(3);
      attacker.function().sandbox().close();
      for (var process : left) {
        process.onExit().get(20, TimeUnit.SECONDS);
      }
    }
  }

  private static String parentOf(long pid) throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')')).split(" ", -1)[2];
  }

  @Test
  void whoNeverAnswersGetsNoMoreCpuThanWhoDoes() throws Exception {
    assumeTrue(Requirements.controlGroups(), "they alone limit CPU time");
    var code = origin.code(folder).memory(256).timeout(Duration.ofSeconds(30));
    try (var attacker = Attacker.start(driver, origin, code);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var run = threads.submit(() -> attacker.run("while True: pass"));
      while (attacker.function().sandbox().initDuration() == null) {
        LockSupport.parkNanos(1_000_000);
      }
      var group = cpuGroup(attacker.process().pid());
      // 256 of 1 769 MiB, in microseconds of 100 ms.
      while (!Files.readString(group).startsWith("14400")) {
        assertThat(run.isDone()).isFalse();
        LockSupport.parkNanos(10_000_000);
      }
      attacker.function().sandbox().close();
      assertThat(run.get()).isInstanceOf(Run.Crashed.class);
    }
  }

  /// Where the CPU time of a process is limited.
  private static Path cpuGroup(long pid) throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"))) {
      var fields = line.split(":", 3);
      if (List.of(fields[1].split(",", -1)).contains("cpu")) {
        return Path.of("/sys/fs/cgroup/cpu" + fields[2], "cpu.cfs_quota_us");
      }
    }
    for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"))) {
      if (line.startsWith("0::")) {
        return Path.of("/sys/fs/cgroup" + line.substring(3), "cpu.max");
      }
    }
    throw new IOException("no control group of " + pid);
  }
}
