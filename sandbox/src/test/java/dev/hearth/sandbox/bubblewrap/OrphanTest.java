package dev.hearth.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.FunctionCode;
import dev.hearth.sandbox.RunningFunction;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a Hearth that was killed leaves behind: nothing, once the next one has started.
@Timeout(60)
class OrphanTest {
  @TempDir private Path folder;

  /// The process that is killed: starts a driver and a sandbox, tells their processes, waits.
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) throws IOException {
      var driver =
          new BubblewrapDriver(
              Runtimes.find(Runtimes.defaultFolder()),
              Requirements.settings(null, !arguments[1].equals("started")),
              InstantSource.system());
      var source =
          """
          import subprocess
          def handler(event, context):
              subprocess.Popen(["setsid", "sleep", "600"])
          """;
      var code = FunctionCode.python(Path.of(arguments[0]), source);
      if (arguments[1].equals("copied")) {
        var spec = code.snapSpec(null);
        RunningFunction.restore(driver.snapshot(spec, (_, _) -> {}), spec).answer("1");
      } else {
        RunningFunction.start(driver, code).answer("1");
      }
      ProcessHandle.current().descendants().forEach(p -> System.out.println(p.pid()));
      System.out.println("ready");
      System.in.read();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"started", "forked", "copied"})
  void aKilledHearthLeavesNothingBehindOnceTheNextHasStarted(String kind) throws Exception {
    Requirements.sandboxes();
    var victim =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                folder.toString(),
                kind)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var processes = readProcesses(victim);
    assertThat(processes).hasSizeGreaterThanOrEqualTo(3); // process 1, the function, its child
    victim.destroyForcibly().waitFor();
    for (var process : processes) {
      // They die with their parent, before anybody has cleaned up.
      assertThat(process.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
    }
    assertThat(groups(victim.pid()).isEmpty()).isNotEqualTo(Requirements.controlGroups());

    var runtimes = Runtimes.find(Runtimes.defaultFolder());
    try (var driver =
        new BubblewrapDriver(runtimes, Requirements.settings(null), InstantSource.system())) {
      var code = FunctionCode.python(folder, "def handler(e, c): return 'next'");
      try (var function = RunningFunction.start(driver, code)) {
        assertThat(function.answer("1")).isEqualTo("\"next\"");
      }
      assertThat(groups(victim.pid())).isEmpty();
    }
    assertThat(groups(ProcessHandle.current().pid())).isEmpty();
  }

  private static List<ProcessHandle> readProcesses(Process victim) throws IOException {
    var processes = new ArrayList<ProcessHandle>();
    var output =
        new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8));
    for (var line = output.readLine(); !"ready".equals(line); line = output.readLine()) {
      assertThat(line).as("the victim's output").isNotNull();
      processes.add(ProcessHandle.of(Long.parseLong(line)).orElseThrow());
    }
    return processes;
  }

  /// Other sandboxes' groups come and go while this looks.
  private static List<Path> groups(long pid) throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        Path.of("/sys/fs/cgroup"),
        Set.of(),
        4,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.toString().contains("/hearth/" + pid + "-")) {
              found.add(folder);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path gone, IOException e) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
