package dev.hearth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.runtime.Runtimes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What every driver does, whether it isolates or not.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DriverContract {
  @TempDir private Path folder;
  private Driver driver;

  /// The driver to test, or an aborted test where this host has none.
  ///
  /// @param folder for whatever it needs
  protected abstract Driver open(Runtimes runtimes, Path folder);

  @BeforeAll
  void openDriver(@TempDir Path own) {
    driver = open(Runtimes.find(Runtimes.defaultFolder()), own);
  }

  @AfterAll
  void closeDriver() {
    if (driver != null) {
      driver.close();
    }
  }

  private RunningFunction start(FunctionCode code) {
    return RunningFunction.start(driver, code);
  }

  private FunctionCode python(String source) {
    return FunctionCode.python(folder, source);
  }

  @Test
  void aFunctionAnswersAgainAndAgainAndKeepsItsState() {
    var source =
        """
        count = 0
        def handler(event, context):
            global count
            count += 1
            return [event, count]
        """;
    try (var function = start(python(source))) {
      assertThat(function.answer("\"a\"")).isEqualTo("[\"a\", 1]");
      assertThat(function.answer("\"b\"")).isEqualTo("[\"b\", 2]");
      assertThat(function.sandbox().alive()).isTrue();
      assertThat(function.sandbox().initDuration()).isPositive();
      assertThat(function.sandbox().maxMemoryMebibytes()).isBetween(1, 256);
      assertThat(ProcessHandle.of(function.sandbox().pid())).isPresent();
    }
  }

  @Test
  void whatAFunctionWroteBeforeItAnsweredIsInItsLogByThen() {
    var source =
        """
        import os, sys
        def handler(event, context):
            print("out")
            sys.stderr.write("err\\n")
            os.write(1, b"raw\\n" * 1000)
        """;
    try (var function = start(python(source))) {
      function.answer("1");
      assertThat(function.lines()).startsWith("out", "err").hasSize(1002);
    }
  }

  @Test
  void itHasItsVariablesItsCodeAndItsLayers() {
    var source =
        """
        import os, word, other
        def handler(event, context):
            task = os.environ["LAMBDA_TASK_ROOT"]
            return [os.environ["MINE"], word.WORD, other.WORD, os.getcwd() == task,
                    os.path.exists(task + "/app.py")]
        """;
    var code =
        python(source)
            .set("MINE", "it's\nmine")
            .layer("python/word.py", "WORD = 'hidden'")
            .layer("python/word.py", "WORD = 'layer'")
            .layer("python/other.py", "WORD = 'other'");
    try (var function = start(code)) {
      assertThat(function.answer("1"))
          .isEqualTo("[\"it's\\nmine\", \"layer\", \"other\", true, true]");
    }
  }

  @Test
  void asManyLayersAsAFunctionMayHaveAreMerged() {
    var code =
        python("import a, b, c, d, e\ndef handler(_, context): return a.N + b.N + c.N + d.N + e.N");
    for (var name : List.of("a", "b", "c", "d", "e")) {
      code.layer("python/" + name + ".py", "N = 1");
    }
    try (var function = start(code)) {
      assertThat(function.answer("1")).isEqualTo("5");
    }
  }

  @Test
  void aFunctionThatFailsCanBeCalledAgain() {
    try (var function = start(python("def handler(e, c): return 1 / e"))) {
      assertThat(function.run("0")).isInstanceOf(Run.Failed.class);
      assertThat(function.answer("2")).isEqualTo("0.5");
    }
  }

  @Test
  void aFunctionThatCannotBeLoadedFailsItsInitialisation() throws Exception {
    try (var function = start(python("import nowhere"))) {
      var process = ProcessHandle.of(function.sandbox().pid());
      assertThat(function.run("1")).isInstanceOf(Run.InitFailed.class);
      assertEnded(process);
    }
  }

  @Test
  void aFunctionThatExitsCrashes() {
    try (var function = start(python("import os\ndef handler(e, c): os._exit(7)"))) {
      assertThat(function.run("1"))
          .isInstanceOfSatisfying(
              Run.Crashed.class,
              crash -> {
                assertThat(crash.exit()).isEqualTo("exit status 7");
                assertThat(crash.outOfMemory()).isFalse();
              });
      assertThat(function.sandbox().alive()).isFalse();
    }
  }

  @Test
  void aFunctionThatIsKilledByASignalCrashes() {
    try (var function = start(python("import os\ndef handler(e, c): os.kill(os.getpid(), 11)"))) {
      assertThat(function.run("1"))
          .isInstanceOfSatisfying(
              Run.Crashed.class,
              crash -> assertThat(crash.exit()).isEqualTo("signal: segmentation fault"));
    }
  }

  @Test
  void aFunctionThatTakesTooLongIsKilled() throws Exception {
    var source = "import time\ndef handler(e, c): time.sleep(e)";
    try (var function = start(python(source).timeout(Duration.ofMillis(300)))) {
      function.answer("0");
      var process = ProcessHandle.of(function.sandbox().pid());
      assertThat(process).isPresent();
      assertThat(function.run("60")).isInstanceOf(Run.TimedOut.class);
      assertEnded(process);
    }
  }

  private static void assertEnded(Optional<ProcessHandle> process) throws Exception {
    if (process.isPresent()) {
      assertThat(process.get().onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
    }
  }

  @Test
  void closingASandboxEndsItsRunAndItsProcesses() throws Exception {
    var source =
        """
        import subprocess, time
        def handler(event, context):
            if event == "child":
                return subprocess.Popen(["sleep", "600"]).pid
            print("running", flush=True)
            time.sleep(600)
        """;
    var running = new CountDownLatch(1);
    var code = python(source).timeout(Duration.ofSeconds(50));
    var sandbox = driver.start(code.spec(), (_, _) -> running.countDown());
    var function = new RunningFunction(sandbox, List.of());
    function.answer("\"child\"");
    var runtime = ProcessHandle.of(sandbox.pid()).orElseThrow();
    var child = runtime.children().findFirst().orElseThrow();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var run = threads.submit(() -> function.run("\"sleep\""));
      assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
      sandbox.close();
      assertThat(run.get(10, TimeUnit.SECONDS)).isInstanceOf(Run.Crashed.class);
    }
    assertThat(runtime.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
    assertThat(child.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
    sandbox.close();
  }

  @Test
  void aFunctionMayBringItsOwnRuntime() {
    var bootstrap =
        """
        #!/usr/bin/python3
        import os, urllib.request as http
        api = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/invocation/"
        while True:
            event = http.urlopen(api + "next")
            answer = event.read() + b" by " + os.environ["_HANDLER"].encode()
            http.urlopen(api + event.headers["Lambda-Runtime-Aws-Request-Id"] + "/response", answer)
        """;
    var code =
        FunctionCode.of(folder, "provided.al2023", "my.handler").file("bootstrap", bootstrap);
    try (var function = start(code)) {
      assertThat(function.answer("1")).isEqualTo("1 by my.handler");
      assertThat(function.answer("2")).isEqualTo("2 by my.handler");
    }
  }

  @Test
  void aFunctionInJavaAnswers() {
    var source =
        """
        public class Function implements RequestHandler<Map<String, String>, List<String>> {
          public List<String> handleRequest(Map<String, String> event, Context context) {
            context.getLogger().log("two\\nlines");
            return List.of(event.get("name"), System.getenv("MINE"));
          }
        }
        """;
    var code = FunctionCode.of(folder, "java25", "Function").java("Function", source);
    try (var function = start(code.set("MINE", "yes").memory(512))) {
      assertThat(function.answer("{\"name\":\"ö\"}")).isEqualTo("[\"ö\",\"yes\"]");
      assertThat(function.lines()).containsExactly("two\nlines");
    }
  }

  private FunctionCode custom() {
    return FunctionCode.of(folder, "provided.al2023", "my.handler");
  }

  /// A runtime in Bash alone, whose handler is the code `respond`.
  private static String bash(String respond) {
    return """
    #!/bin/bash
    call() { # method path body
      exec 3<>"/dev/tcp/${AWS_LAMBDA_RUNTIME_API/://}"
      printf '%%s /2018-06-01/runtime/%%s HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: %%d\\r\\n\\r\\n%%s' \
        "$1" "$2" "${#3}" "$3" >&3
      local name value
      while IFS=': ' read -r name value <&3 && [ "$name" != $'\\r' ]; do
        case ${name,,} in
          content-length) length=${value%%$'\\r'} ;;
          lambda-runtime-aws-request-id) id=${value%%$'\\r'} ;;
        esac
      done
      IFS= read -r -N "$length" body <&3
      exec 3<&-
    }
    while :; do
      call GET invocation/next ''
      event=$body
      %s
    done
    """
        .formatted(respond);
  }

  @Test
  void aRuntimeOfItsOwnHasTheFunctionsEnvironmentAndNothingElse() {
    var respond =
        """
        seen=$(tr '\\0' '|' </proc/$$/environ)
        call POST "invocation/$id/response" "$_HANDLER in $PWD: $MINE and ${seen//*OLDPWD*/more}"
        """;
    var code = custom().file("bootstrap", bash(respond)).set("MINE", "it's\n\"$HOME\" `x` \\");
    try (var function = start(code)) {
      assertThat(function.answer("1"))
          .startsWith("my.handler in /")
          .contains(": it's\n\"$HOME\" `x` \\ and ")
          .contains("LAMBDA_TASK_ROOT=")
          .doesNotEndWith("more");
      assertThat(function.answer("2")).startsWith("my.handler");
    }
  }

  @Test
  void aRuntimeOfItsOwnMayComeWithALayer() {
    var respond = "call POST invocation/$id/response \"$(cat \"$LAMBDA_TASK_ROOT/data\") $event\"";
    var code =
        custom()
            .data("data", "of the function")
            .layer("bootstrap", bash("exit 3"))
            .layer("bootstrap", bash(respond));
    try (var function = start(code)) {
      assertThat(function.answer("1")).isEqualTo("of the function 1");
    }
  }

  @Test
  void aRuntimeOfItsOwnReportsErrorsAsItLikes() {
    var respond = "call POST invocation/$id/error '{\"errorType\":\"Mine\"}'";
    try (var function = start(custom().file("bootstrap", bash(respond)))) {
      for (int i = 0; i < 2; i++) {
        assertThat(function.run("1"))
            .isInstanceOfSatisfying(
                Run.Failed.class,
                run -> assertThat(run.payload().text()).isEqualTo("{\"errorType\":\"Mine\"}"));
      }
    }
  }

  @Test
  void aRuntimeOfItsOwnThatEndsBeforeItAsksForAnEventCrashes() {
    try (var function = start(custom().file("bootstrap", "#!/bin/sh\necho bye\nexit 4\n"))) {
      assertThat(function.run("1"))
          .isInstanceOfSatisfying(
              Run.Crashed.class, run -> assertThat(run.exit()).isEqualTo("exit status 4"));
      assertThat(function.lines()).containsExactly("bye");
    }
  }

  static Stream<Arguments> whatCannotBeStarted() {
    return Stream.of(
        arguments(
            "app.py", "", "Couldn't find valid bootstrap\\(s\\): \\[.*/bootstrap .*/bootstrap\\]"),
        arguments("bootstrap", "data:#!/bin/sh\n", "fork/exec .*/bootstrap: permission denied"),
        arguments("bootstrap", "echo hello", "fork/exec .*/bootstrap: exec format error"),
        arguments(
            "bootstrap", "#!/bin/sh\r\n", "fork/exec .*/bootstrap: no such file or directory"),
        arguments("bootstrap", "#!/no/sh\n", "fork/exec .*/bootstrap: no such file or directory"));
  }

  @ParameterizedTest
  @MethodSource("whatCannotBeStarted")
  void aRuntimeOfItsOwnThatCannotBeStartedIsAnInvalidEntrypoint(
      String file, String content, String reason) {
    var code =
        content.startsWith("data:")
            ? custom().data(file, content.substring(5))
            : custom().file(file, content);
    try (var function = start(code)) {
      var run = function.run("1");
      assertThat(run.errorType()).isEqualTo("Runtime.InvalidEntrypoint");
      assertThat(((Run.NotStarted) run).reason()).matches(reason);
      assertThat(run.reusable()).isFalse();
    }
  }

  @Test
  void manySandboxesRunSideBySide() throws Exception {
    var functions = new ArrayList<RunningFunction>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var source = "import os\ndef handler(e, c): return [e, os.environ['MINE']]";
      var answers = new ArrayList<Callable<String>>();
      for (int i = 0; i < 8; i++) {
        int number = i;
        answers.add(
            () -> {
              var function = start(python(source).set("MINE", "value-" + number));
              synchronized (functions) {
                functions.add(function);
              }
              return function.answer(Integer.toString(number));
            });
      }
      int number = 0;
      for (var answer : threads.invokeAll(answers)) {
        assertThat(answer.get()).isEqualTo("[%d, \"value-%d\"]".formatted(number, number));
        number++;
      }
    } finally {
      functions.forEach(RunningFunction::close);
    }
  }

  @Test
  void aRuntimeThatDoesNotExistIsRefused() {
    var code = FunctionCode.of(folder, "cobol74", "app.handler");
    assertThatThrownBy(() -> start(code))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.code()).isEqualTo("InvalidParameterValueException"));
  }
}
