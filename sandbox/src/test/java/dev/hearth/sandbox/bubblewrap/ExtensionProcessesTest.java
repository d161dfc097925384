package dev.hearth.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.FunctionCode;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.RunningFunction;
import dev.hearth.sandbox.runtime.Runtimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// External extensions in real sandboxes.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExtensionProcessesTest {
  /// Follows AWS's documented example: registers, then asks for one event after the other.
  private static final String EXTENSION =
      """
      #!/usr/bin/python3
      import json, os, sys, urllib.request as http
      api = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2020-01-01/extension/"
      name = os.path.basename(__file__)
      def call(path, headers, body=None):
          answer = http.urlopen(http.Request(api + path, body, headers))
          return answer.headers, json.load(answer)
      headers, function = call(
          "register",
          {"Lambda-Extension-Name": name},
          json.dumps({"events": ["INVOKE", "SHUTDOWN"]}).encode())
      me = {"Lambda-Extension-Identifier": headers["Lambda-Extension-Identifier"]}
      print(name, "registered for", function["functionName"], os.getuid(),
            os.environ.get("_HANDLER"), os.environ["MINE"], flush=True)
      while True:
          _, event = call("event/next", me)
          print(name, event["eventType"], event.get("shutdownReason"), flush=True)
          if event["eventType"] == "SHUTDOWN":
              sys.exit(0)
      """;

  private static final String FUNCTION =
      """
      import os, signal, sys
      print("function loads", flush=True)
      def ended(*_):
          print("function ends", flush=True)
          sys.exit(0)
      signal.signal(signal.SIGTERM, ended)
      def handler(event, context):
          if event == "exit":
              os._exit(9)
          return [event, os.getuid()]
      """;

  @TempDir private Path folder;
  private BubblewrapDriver driver;

  @BeforeAll
  void openDriver() {
    Requirements.sandboxes();
    driver =
        new BubblewrapDriver(
            Runtimes.find(Runtimes.defaultFolder()),
            Requirements.settings(null),
            InstantSource.system());
  }

  @AfterAll
  void closeDriver() {
    if (driver != null) {
      driver.close();
    }
  }

  private RunningFunction start(String function, String... extension) {
    var code = FunctionCode.python(folder, function).set("MINE", "shared");
    for (int i = 0; i < extension.length; i++) {
      code.layer("extensions/ext" + i, extension[i]);
    }
    return RunningFunction.start(driver, code);
  }

  private static void await(List<String> lines, String line) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!lines.contains(line) && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    assertThat(lines).contains(line);
  }

  @Test
  void extensionsRunBesideTheFunctionThroughAllPhases() throws Exception {
    try (var function = start(FUNCTION, EXTENSION, EXTENSION)) {
      assertThat(function.answer("1")).isEqualTo("[1, 993]");
      assertThat(function.sandbox().awaitSettled()).isNull();
      assertThat(function.answer("2")).isEqualTo("[2, 993]");

      var lines = function.lines(); // those of extensions come when they come
      await(lines, "ext0 registered for f 993 None shared");
      await(lines, "ext1 registered for f 993 None shared");
      await(lines, "ext0 INVOKE None");
      await(lines, "ext1 INVOKE None");
      assertThat(lines.indexOf("function loads"))
          .as("extensions come first")
          .isGreaterThan(lines.indexOf("ext0 registered for f 993 None shared"))
          .isGreaterThan(lines.indexOf("ext1 registered for f 993 None shared"));

      function.sandbox().close();
      assertThat(function.sandbox().alive()).isFalse();
      await(lines, "ext0 SHUTDOWN spindown");
      await(lines, "ext1 SHUTDOWN spindown");
      await(lines, "function ends");
    }
  }

  @Test
  void extensionsHearOfARuntimeThatCrashed() throws Exception {
    try (var function = start(FUNCTION, EXTENSION)) {
      assertThat(function.run("\"exit\""))
          .isInstanceOfSatisfying(
              Run.Crashed.class, crash -> assertThat(crash.exit()).isEqualTo("exit status 9"));
      await(function.lines(), "ext0 SHUTDOWN failure");
    }
  }

  @Test
  void oneMoreThanMayRegisterIsStartedAtMost() throws Exception {
    var extensions = Files.createDirectory(folder.resolve("extensions"));
    for (int i = 0; i < 200; i++) {
      Files.createFile(extensions.resolve("extension-" + i));
    }
    assertThat(ExtensionProcesses.in(List.of(folder))).hasSize(11);
  }

  @Test
  void anExtensionThatCannotRunOrEndsEarlyFailsTheFunction() throws Exception {
    try (var function = start(FUNCTION, "#!/nowhere\n")) {
      assertThat(function.run("1"))
          .isInstanceOfSatisfying(
              Run.ExtensionFailed.class,
              failed -> assertThat(failed.errorType()).isEqualTo("Extension.LaunchError"));
    }
    try (var function = start(FUNCTION, "#!/bin/sh\necho bye\nexit 3\n")) {
      assertThat(function.run("1"))
          .isInstanceOfSatisfying(
              Run.ExtensionFailed.class,
              failed -> {
                assertThat(failed.errorType()).isEqualTo("Extension.Crash");
                assertThat(failed.reason()).isEqualTo("exit status 3");
              });
      await(function.lines(), "bye");
      assertThat(function.lines()).doesNotContain("function loads");
    }
  }

  @Test
  void anExtensionThatIgnoresItsEndIsKilled() throws Exception {
    var stubborn = EXTENSION.replace("sys.exit(0)", "pass");
    var function = start(FUNCTION, stubborn);
    function.answer("1");
    var process = ProcessHandle.of(function.sandbox().pid()).orElseThrow();
    function.close();
    assertThat(process.onExit().get().isAlive()).isFalse();
  }
}
