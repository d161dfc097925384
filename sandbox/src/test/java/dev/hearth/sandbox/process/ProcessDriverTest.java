package dev.hearth.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessDriverTest {
  @TempDir private Path folder;
  private TestFunctions functions;

  @BeforeEach
  void open() {
    functions = new TestFunctions(folder);
  }

  @AfterEach
  void close() {
    functions.close();
  }

  @Test
  void itSaysAtEveryStartThatThereIsNoIsolation() {
    var said = new StringBuilder();
    var logger = Logger.getLogger(ProcessDriver.class.getName());
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            said.append(line.getLevel()).append(' ').append(line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try (var again = new TestFunctions(folder.resolve("again"))) {
      assertThat(again.driver().name()).isEqualTo("process");
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(said.toString()).contains("WARNING").contains("WITHOUT ISOLATION");
  }

  @Test
  void aSandboxTellsWhatItIs() {
    var function = functions.python("def handler(e, c): return 1").start();
    var sandbox = function.sandbox();
    assertThat(sandbox.initDuration()).isNull();
    function.answer("{}");
    assertThat(sandbox.initDuration()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(20));
    assertThat(sandbox.alive()).isTrue();
    assertThat(sandbox.maxMemoryMebibytes()).isBetween(4, 100);
    assertThat(ProcessHandle.of(sandbox.pid()).orElseThrow().isAlive()).isTrue();
  }

  @Test
  void closingKillsAllThatTheFunctionStartedAndRemovesItsFiles() throws Exception {
    var source =
        """
        import subprocess, tempfile
        def handler(e, c):
            daemon = subprocess.Popen(["/bin/sh", "-c", "(sleep 600 & echo $!)"],
                                      stdout=subprocess.PIPE)
            open(tempfile.gettempdir() + "/left", "w").write("x")
            return [int(daemon.stdout.readline()), tempfile.gettempdir()]
        """;
    var function = functions.python(source).start();
    var answer = function.answer("{}").replaceAll("[\\[\\]\" ]", "").split(",", 2);
    var daemon = ProcessHandle.of(Long.parseLong(answer[0])).orElseThrow();
    assertThat(Path.of(answer[1], "left")).exists();
    assertThat(Path.of(answer[1])).startsWith(folder);

    function.sandbox().close();
    function.sandbox().close();
    daemon.onExit().get(10, TimeUnit.SECONDS);
    assertThat(function.sandbox().alive()).isFalse();
    assertThat(Files.exists(Path.of(answer[1]))).isFalse();
  }

  @Test
  void closingEndsARunInProgress() throws Exception {
    var function = functions.python("import time\ndef handler(e, c): time.sleep(60)").start();
    var run = CompletableFuture.supplyAsync(() -> function.run("{}"));
    while (function.sandbox().initDuration() == null) {
      Thread.onSpinWait();
    }
    function.sandbox().close();
    assertThat(run.get(10, TimeUnit.SECONDS)).isInstanceOf(Run.Crashed.class);
  }

  @Test
  void twentyFunctionsRunAtOnce() {
    var starts =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> functions.python("def handler(e, c): return e").start()))
            .toList();
    for (int i = 0; i < 20; i++) {
      assertThat(starts.get(i).join().answer(Integer.toString(i))).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  void aRuntimeThatIsUnknownIsRefused() {
    assertThatThrownBy(() -> functions.setup("cobol85", "x.y").start())
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.code()).isEqualTo("InvalidParameterValueException"));
  }

  @Test
  void aFunctionBringsItsOwnRuntime() {
    var bootstrap =
        """
        #!/usr/bin/python3
        import os, http.client
        api = os.environ["AWS_LAMBDA_RUNTIME_API"]
        base = "/2018-06-01/runtime/invocation/"
        print(os.environ["_HANDLER"], os.getcwd() == os.environ["LAMBDA_TASK_ROOT"], flush=True)
        while True:
            get = http.client.HTTPConnection(api)
            get.request("GET", base + "next")
            event = get.getresponse()
            body = event.read()
            get.close()
            post = http.client.HTTPConnection(api)
            path = base + event.getheader("Lambda-Runtime-Aws-Request-Id") + "/response"
            post.request("POST", path, b"got " + body, {"Connection": "close"})
            post.getresponse().read()
        """;
    var function =
        functions.setup("provided.al2023", "my.handler").executable("bootstrap", bootstrap).start();
    assertThat(function.answer("1")).isEqualTo("got 1");
    assertThat(function.answer("2")).isEqualTo("got 2");
    assertThat(function.lines()).containsExactly("my.handler True");
  }

  @Test
  void aLayersWrapperIsRunAroundTheRuntime() {
    var function =
        functions
            .python("import os\ndef handler(e, c): return os.environ.get('WRAPPED')")
            .executable("wrapper", "#!/bin/sh\necho \"wrapping $1\"\nexec \"$@\"\n")
            .set("AWS_LAMBDA_EXEC_WRAPPER", "./wrapper")
            .start();
    assertThat(function.answer("{}")).isEqualTo("null");
    assertThat(function.lines().getFirst()).startsWith("wrapping /usr/bin/python3");
  }

  @Test
  void aRunAfterTheProcessHasEndedIsACrash() throws Exception {
    var source =
        "import os, threading\ndef handler(e, c): threading.Timer(0.05, os._exit, [5]).start()";
    var function = functions.python(source).start();
    function.answer("{}");
    ProcessHandle.of(function.sandbox().pid())
        .map(ProcessHandle::onExit)
        .ifPresent(CompletableFuture::join);
    var run =
        function
            .sandbox()
            .run(new Invocation("2", "arn", Payload.of("{}"), null, null, null, null));
    assertThat(((Run.Crashed) run).exit()).isEqualTo("exit status 5");
  }
}
