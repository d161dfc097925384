package dev.hearth.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// What shows that sandboxes isolate, run once more by an ordinary user in a user namespace: the
/// same tests, in a JVM that `tools/rootless.sh` starts.
@Timeout(600)
class RootlessTest {
  private static final Path LAUNCHER = Path.of("../tools/rootless.sh").toAbsolutePath().normalize();

  private static final int USER = 54_321;

  /// Ids that nobody on this host has.
  private static final String IDS = USER + ":1800000000:65536\n";

  /// Becomes the user `$1`, who exists in this mount namespace alone, with ids of its own where
  /// `$3` says so; what Java is run from, in folders that only root may enter, is open to it. `$2`
  /// is an empty folder, then come those folders, `--` and the command.
  private static final String AS_ORDINARY_USER =
      """
      set -e
      user=$1 own=$2 ids=$3
      shift 3
      mount -t tmpfs -o mode=755 tmpfs "$own"
      lay() { # $1 over which folder, $2 where, $3 its owner
        mkdir -m 755 "$own/$#$layers" "$own/work$layers"
        chown "$3" "$own/$#$layers"
        mount -t overlay -o "lowerdir=$1,upperdir=$own/$#$layers,workdir=$own/work$layers" overlay "$2"
        layers=x$layers
      }
      layers=
      mkdir "$own/runtimes" "$own/home"
      chown "$user" "$own/home"
      lay "$1" "$own/runtimes" "$user"
      shift
      while [ "$1" != -- ]; do lay "$1" "$1" 0; shift; done
      shift
      for file in passwd subuid subgid; do
        cp "/etc/$file" "$own/$file" 2>/dev/null || : >"$own/$file"
      done
      echo "ordinary:x:$user:$user::$own/home:/bin/sh" >>"$own/passwd"
      printf %s "$ids" | tee "$own/subgid" >"$own/subuid"
      for file in passwd subuid subgid; do mount --bind "$own/$file" "/etc/$file"; done
      cd "$own/home"
      exec setpriv --reuid="$user" --regid="$user" --clear-groups env -i PATH="$PATH" \\
        HOME="$own/home" HEARTH_RUNTIMES="$own/runtimes" "$@"
      """;

  @TempDir private Path folder;

  /// Runs test classes; ends with 1 where one has failed.
  static final class Inside {
    private Inside() {}

    public static void main(String[] classes) throws ClassNotFoundException {
      var request = LauncherDiscoveryRequestBuilder.request();
      for (var name : classes) {
        request.selectors(selectClass(Class.forName(name)));
      }
      var summary = new SummaryGeneratingListener();
      LauncherFactory.create().execute(request.build(), summary);
      var output = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
      summary.getSummary().printFailuresTo(output, 5);
      output.printf(
          "%d passed, %d failed%n",
          summary.getSummary().getTestsSucceededCount(),
          summary.getSummary().getTotalFailureCount());
      System.exit(summary.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
    }
  }

  private record Ended(int code, String output) {}

  @BeforeEach
  void open() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void whatHoldsForRootsSandboxesHoldsForAnOrdinaryUsers() throws Exception {
    var trial = run(IDS, "/bin/sh", "-c", "echo possible");
    if (trial.code() != 0) {
      Requirements.skip("no ordinary user can make sandboxes here: " + trial.output());
    }
    var classes =
        Stream.of(
            HostTest.class.getName(),
            OrphanTest.class.getName(),
            NetworkTest.class.getName(),
            BubblewrapDriverTest.class.getName(),
            "dev.hearth.sandbox.attacks.AttackTest",
            "dev.hearth.sandbox.attacks.ExhaustionTest",
            "dev.hearth.sandbox.attacks.LaunchTest");
    var tests = run(IDS, java(classes));
    assertThat(tests.code()).as(tests.output()).isZero();
    assertThat(tests.output()).containsPattern("[0-9]{3} passed, 0 failed");
  }

  @Test
  void whoHasNoIdsForSandboxesIsRefusedWithTheRemedy() throws Exception {
    Requirements.root();
    var refused = run("", "/bin/true");
    assertThat(refused.code()).isOne();
    assertThat(refused.output()).contains("needs ids for the users of sandboxes", "usermod");
  }

  private static String[] java(Stream<String> classes) {
    return Stream.concat(
            Stream.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Inside.class.getName()),
            classes)
        .toArray(String[]::new);
  }

  /// Runs a command in a user namespace of an ordinary user's.
  ///
  /// @param ids lines of `/etc/subuid`
  private Ended run(String ids, String... command) throws Exception {
    var all = new ArrayList<String>();
    if (Requirements.isRoot()) {
      all.addAll(List.of("unshare", "--mount", "/bin/sh", "-c", AS_ORDINARY_USER, "sh"));
      all.addAll(List.of(Integer.toString(USER), folder.toString(), ids));
      all.add(Runtimes.defaultFolder().toString());
      all.addAll(closedFolders());
      all.add("--");
    }
    all.addAll(List.of("/bin/sh", LAUNCHER.toString()));
    all.addAll(List.of(command));
    var process = new ProcessBuilder(all).redirectErrorStream(true).start();
    try (var output = process.getInputStream()) {
      var text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), text);
    } finally {
      process.destroyForcibly();
    }
  }

  /// The uppermost folders on the way to what Java runs from that others may not enter.
  private static List<String> closedFolders() throws IOException {
    var needed = new ArrayList<>(List.of(LAUNCHER, Path.of(System.getProperty("java.home"))));
    var classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (var entry : classPath.split(":", -1)) {
      needed.add(Path.of(entry).toAbsolutePath());
    }
    var closed = new ArrayList<String>();
    for (var path : needed) {
      for (var part = path.getRoot(); !part.equals(path); ) {
        part = part.resolve(path.getName(part.getNameCount()));
        if (Files.isDirectory(part)
            && !PosixFilePermissions.toString(Files.getPosixFilePermissions(part)).endsWith("x")) {
          if (!closed.contains(part.toString())) {
            closed.add(part.toString());
          }
          break;
        }
      }
    }
    return closed;
  }
}
