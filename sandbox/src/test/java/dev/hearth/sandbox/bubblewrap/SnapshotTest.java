package dev.hearth.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.FunctionCode;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.RunningFunction;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.SessionCredentials;
import dev.hearth.sandbox.Snapshot;
import dev.hearth.sandbox.runtime.Runtimes;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Functions that are initialised once and copied.
@Timeout(60)
class SnapshotTest {
  @SuppressWarnings("NullAway.Init") // JUnit calls openDriver first
  private static BubblewrapDriver driver;

  @TempDir private Path folder;
  private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();

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

  @AfterEach
  void close() throws Exception {
    for (var each : open.reversed()) {
      each.close();
    }
  }

  private Snapshot snapshot(SandboxSpec spec) {
    var snapshot = driver.snapshot(spec, (_, line) -> lines.add(line));
    open.add(snapshot);
    return snapshot;
  }

  private RunningFunction restore(Snapshot snapshot, SandboxSpec spec) {
    var copy = RunningFunction.restore(snapshot, spec);
    open.add(copy);
    return copy;
  }

  private List<RunningFunction> copies(int count, String source) {
    var spec = FunctionCode.python(folder, source).snapSpec(null);
    var snapshot = snapshot(spec);
    assertThat(snapshot.awaitInitialised()).as("log: %s", lines).isEmpty();
    var copies = new CopyOnWriteArrayList<RunningFunction>();
    for (int i = 0; i < count; i++) {
      copies.add(restore(snapshot, spec));
    }
    return copies;
  }

  @Test
  void copiesAnswerWithoutInitialisingAgain() {
    var source =
        """
        import os, time
        made = time.time_ns()
        print("initialised")
        def handler(event, context):
            print("handled", event)
            return [made, os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]]
        """;
    var copies = copies(2, source);
    var one = copies.getFirst().answer("1");
    assertThat(one).endsWith("\"snap-start\"]").isEqualTo(copies.getLast().answer("2"));
    assertThat(copies.getFirst().answer("3")).isEqualTo(one);
    assertThat(lines).containsExactly("initialised");
    assertThat(copies.getFirst().lines()).containsExactly("handled 1", "handled 3");
    assertThat(copies.getLast().lines()).containsExactly("handled 2");
  }

  @Test
  void aCopyThatEndsTellsHow() {
    var source =
        """
        import os
        def handler(event, context):
            if event == "kill": os.kill(os.getpid(), 9)
            os._exit(event)
        """;
    var copies = copies(2, source);
    assertThat(copies.getFirst().run("3"))
        .isInstanceOfSatisfying(
            Run.Crashed.class, crash -> assertThat(crash.exit()).isEqualTo("exit status 3"));
    assertThat(copies.getLast().run("\"kill\""))
        .isInstanceOfSatisfying(
            Run.Crashed.class, crash -> assertThat(crash.exit()).isEqualTo("signal: killed"));
  }

  private String failure(String source) {
    var snapshot = snapshot(FunctionCode.python(folder, source).snapSpec(null));
    var failure = snapshot.awaitInitialised().orElseThrow();
    assertThat(snapshot.usable()).isFalse();
    return failure.errorType() + ": " + failure.message();
  }

  @Test
  void hooksRunBeforeTheSnapshotInReverseOrderAndAfterEachRestoreInOrder() {
    var source =
        """
        from snapshot_restore_py import register_before_snapshot, register_after_restore
        log = []
        @register_before_snapshot
        def one(): log.append("before 1")
        register_before_snapshot(log.append, "before 2")
        @register_after_restore
        def two(): log.append("after 1")
        register_after_restore(lambda what, *, of: log.append(what + of), "after", of=" 2")
        def handler(event, context): return ", ".join(log)
        """;
    for (var copy : copies(2, source)) {
      assertThat(copy.answer("1")).isEqualTo("\"before 2, before 1, after 1, after 2\"");
      assertThat(copy.answer("2")).isEqualTo("\"before 2, before 1, after 1, after 2\"");
    }
  }

  @Test
  void aFunctionsOwnCopyOfAwssHooksModuleIsHeard() {
    var library =
        """
        _before, _after = [], []
        def register_after_restore(f): _after.append((f, (), {}))
        def get_before_snapshot(): return _before
        def get_after_restore(): return _after
        """;
    var source =
        """
        import snapshot_restore_py
        log = []
        snapshot_restore_py.register_after_restore(lambda: log.append(snapshot_restore_py.__file__))
        def handler(event, context): return log
        """;
    var spec =
        FunctionCode.python(folder, source).file("snapshot_restore_py.py", library).snapSpec(null);
    var snapshot = snapshot(spec);
    assertThat(restore(snapshot, spec).answer("1"))
        .isEqualTo("[\"/var/task/snapshot_restore_py.py\"]");
  }

  @Test
  void whatFailsBeforeTheSnapshotIsTold() {
    assertThat(failure("import nothing_of_that_name"))
        .startsWith("Runtime.ImportModuleError: Unable to import module 'app'");
    assertThat(failure("raise ValueError('no good')")).isEqualTo("ValueError: no good");
    assertThat(failure("import os; os._exit(3)"))
        .isEqualTo("Runtime.ExitError: Runtime exited with error: exit status 3");
    var hook =
        """
        from snapshot_restore_py import register_before_snapshot
        @register_before_snapshot
        def fail(): raise ValueError("not before")
        def handler(event, context): pass
        """;
    assertThat(failure(hook)).isEqualTo("Runtime.BeforeSnapshotError: not before");
  }

  @ParameterizedTest
  @CsvSource({
    "'import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()',"
        + " has started a thread",
    "'import subprocess; subprocess.Popen([\"sleep\", \"600\"])', has started a process",
    "'import mmap; shared = mmap.mmap(-1, 4096)', has made memory that processes share"
  })
  void whatCopiesWouldLackOrShareIsRefused(String statement, String reason) {
    assertThat(failure(statement + "\ndef handler(event, context): pass"))
        .startsWith("Runtime.BeforeSnapshotError: SnapStart: ")
        .contains(reason)
        .contains("register_after_restore");
  }

  @Test
  void aHookThatFailsAfterTheRestoreEndsTheCopyAlone() {
    var source =
        """
        from snapshot_restore_py import register_after_restore
        import os
        @register_after_restore
        def after():
            if os.stat("/tmp").st_ino % 1 == 0: raise ValueError("not after")
        def handler(event, context): pass
        """;
    for (var copy : copies(2, source)) {
      assertThat(copy.run("1"))
          .isInstanceOfSatisfying(
              Run.RestoreFailed.class,
              failed -> {
                assertThat(failed.timedOut()).isFalse();
                assertThat(failed.errorType()).isEqualTo("Runtime.AfterRestoreError");
              });
      assertThat(String.join("", copy.lines())).contains("ValueError", "not after");
    }
  }

  @Test
  void hooksThatTakeMoreThanTenSecondsAfterTheRestoreEndTheCopy() {
    var source =
        """
        from snapshot_restore_py import register_after_restore
        import time
        register_after_restore(time.sleep, 60)
        def handler(event, context): pass
        """;
    assertThat(copies(1, source).getFirst().run("1"))
        .isInstanceOfSatisfying(
            Run.RestoreFailed.class,
            failed -> {
              assertThat(failed.timedOut()).isTrue();
              assertThat(failed.duration().toSeconds()).isBetween(9L, 15L);
            });
  }

  @Test
  void chanceIsEachCopysOwn() {
    var source =
        """
        import os, random, secrets, ssl, tempfile, uuid
        random.random(), uuid.uuid1(), ssl.RAND_bytes(8), tempfile.mktemp()
        def handler(event, context):
            return [random.random(), random.getrandbits(64), uuid.uuid1().hex[16:], uuid.uuid4().hex,
                    secrets.token_hex(8), ssl.RAND_bytes(16).hex(), tempfile.mktemp(),
                    os.urandom(8).hex()]
        """;
    var seen = new HashSet<String>();
    for (var copy : copies(3, source)) {
      seen.addAll(List.of(copy.answer("1").split(", ", -1)));
    }
    assertThat(seen).hasSize(3 * 8);
  }

  @Test
  void filesAreOpenAtTheirPlaceAndEachCopysOwn() {
    var source =
        """
        import os, tempfile
        log = open("/tmp/log", "w+")
        log.write("begun\\n"); log.flush()
        nameless = tempfile.TemporaryFile()
        nameless.write(b"12345"); nameless.flush()
        code = open("/var/task/app.py")
        code.read(7)
        def handler(event, context):
            log.write(event + "\\n"); log.flush()
            nameless.write(event.encode()); nameless.seek(0)
            return [open("/tmp/log").read(), nameless.read().decode(), code.read(3),
                    sorted(os.listdir("/tmp"))]
        """;
    var copies = copies(2, source);
    assertThat(copies.getFirst().answer("\"a\""))
        .isEqualTo("[\"begun\\na\\n\", \"12345a\", \"os,\", [\"log\"]]");
    assertThat(copies.getLast().answer("\"b\""))
        .isEqualTo("[\"begun\\nb\\n\", \"12345b\", \"os,\", [\"log\"]]");
  }

  @Test
  void connectionsHaveEndedAndWhatIsWithinTheProcessGoesOn() {
    var source =
        """
        import asyncio, os, socket
        loop = asyncio.new_event_loop()
        loop.run_until_complete(asyncio.sleep(0))
        reader, writer = os.pipe()
        server = socket.create_server(("127.0.0.1", 7001))
        client = socket.create_connection(("127.0.0.1", 7001))
        one, other = socket.socketpair()
        async def work(what):
            await asyncio.sleep(0.01)
            return await loop.run_in_executor(None, str.upper, what)
        def handler(event, context):
            os.write(writer, event.encode())
            one.sendall(event.encode())
            socket.getaddrinfo("localhost", 80)
            return [loop.run_until_complete(work(event)), os.read(reader, 10).decode(),
                    other.recv(10).decode(), client.recv(10).decode()]
        """;
    var copies = copies(2, source);
    assertThat(copies.getFirst().answer("\"a\"")).isEqualTo("[\"A\", \"a\", \"a\", \"\"]");
    assertThat(copies.getLast().answer("\"b\"")).isEqualTo("[\"B\", \"b\", \"b\", \"\"]");
  }

  @Test
  void sdksAskForCredentialsOfTheCopy() {
    var count = new AtomicInteger();
    var code =
        FunctionCode.python(
            folder,
            """
            import os, urllib.request
            def ask(token):
                request = urllib.request.Request(
                    os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"],
                    headers={"Authorization": token})
                try:
                    return urllib.request.urlopen(request).read().decode()
                except urllib.error.HTTPError as e:
                    return e.code
            made = ask("t0ken")
            def handler(event, context):
                return [made, ask(os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN"]), ask("other")]
            """);
    SessionCredentials.Source source =
        () -> new SessionCredentials("key" + count.incrementAndGet(), "s", "t", Instant.EPOCH);
    var spec = code.set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "t0ken").snapSpec(source);
    assertThat(restore(snapshot(spec), spec).answer("1"))
        .contains("key1", "key2", "1970-01-01T00:00:00Z")
        .endsWith(", 403]");
  }

  @Test
  void copiesLiveOnWhenTheirTemplateIsKilledOrGivenUp() throws Exception {
    var source = "import os\ndef handler(event, context): return os.getpid()";
    var spec = FunctionCode.python(folder, source).snapSpec(null);
    var snapshot = snapshot(spec);
    var copy = restore(snapshot, spec);
    assertThat(copy.answer("1")).isEqualTo("2");
    var template =
        ProcessHandle.of(copy.sandbox().pid())
            .flatMap(ProcessHandle::parent)
            .flatMap(ProcessHandle::parent)
            .orElseThrow()
            .children()
            .filter(child -> child.children().findAny().isEmpty())
            .findFirst()
            .orElseThrow();
    template.destroyForcibly();
    template.onExit().get(10, TimeUnit.SECONDS);
    assertThat(copy.answer("2")).isEqualTo("2");
    assertThatThrownBy(() -> snapshot.restore(spec, (_, _) -> {}))
        .isInstanceOf(ServiceException.class);
    assertThat(snapshot.usable()).isFalse();
    snapshot.close();
    assertThat(copy.answer("3")).isEqualTo("2");
    var first = template.parent();
    assertThat(snapshot.copies()).isEqualTo(1);
    copy.close();
    first.ifPresent(process -> process.onExit().join());
    while (snapshot.copies() > 0) {
      Thread.onSpinWait(); // it is told a moment later
    }
  }

  @Test
  void whatSnapshotsCannotBeMadeOfIsRefused() {
    var code = FunctionCode.python(folder, "def handler(event, context): pass");
    var extension = code.layer("extensions/one", "#!/bin/sh\nsleep 60\n").snapSpec(null);
    assertThatThrownBy(() -> driver.snapshot(extension, (_, _) -> {}))
        .hasMessage("Extensions are not supported for SnapStart enabled functions.");
    var wrapped =
        FunctionCode.python(folder, "def handler(event, context): pass")
            .set("AWS_LAMBDA_EXEC_WRAPPER", "/opt/wrapper")
            .snapSpec(null);
    assertThatThrownBy(() -> driver.snapshot(wrapped, (_, _) -> {}))
        .hasMessageContaining("not supported for SnapStart enabled functions.");
    assertThat(driver.snapshots("python3.13")).isTrue();
    assertThat(driver.snapshots("provided.al2023")).isFalse();
  }
}
