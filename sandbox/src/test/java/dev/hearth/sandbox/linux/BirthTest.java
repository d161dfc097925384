package dev.hearth.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.sandbox.bubblewrap.BubblewrapSettings;
import dev.hearth.sandbox.bubblewrap.Requirements;
import dev.hearth.sandbox.linux.ControlGroups.Hierarchy;
import dev.hearth.sandbox.runtime.HostRuntime;
import dev.hearth.sandbox.runtime.Layout;
import dev.hearth.sandbox.runtime.Mount;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A forked sandbox and its control group of version 2, on a host that has such a hierarchy, with
/// controllers or without.
@Timeout(60)
class BirthTest {
  private static final int USER = BubblewrapSettings.defaults(null).firstUser() + 30_000;

  private static Optional<Path> unified() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .filter(line -> line.contains(" - cgroup2 "))
        .map(line -> Path.of(line.split(" ", -1)[4]))
        .filter(Files::isWritable)
        .findFirst();
  }

  @Test
  void bothOfItsProcessesAreBornInTheGroup() throws Exception {
    Requirements.sandboxes();
    var hierarchy = unified();
    assumeTrue(hierarchy.isPresent(), "no control groups of version 2 that may be written");
    var folder = hierarchy.get().resolve("hearth-birth-" + ProcessHandle.current().pid());
    var group =
        new ControlGroup(
            Map.of(Controller.PIDS, new Hierarchy(Files.createDirectory(folder), true)));
    try (var launcher =
        new Launcher(Tools.find().orElseThrow(), BubblewrapSettings.defaults(null).mountPoint())) {
      var launched = fork(launcher, python(), group);
      try (var _ = launched.network()) {
        var first = launched.process().pid();

        assertThat(groupOf(first)).isEqualTo("0::/" + folder.getFileName());
        assertThat(groupOf(child(first))).isEqualTo("0::/" + folder.getFileName());
      } finally {
        launched.process().killInside();
        launched.process().exit().get(10, TimeUnit.SECONDS);
      }
    } finally {
      group.remove();
    }
  }

  private static HostRuntime python() {
    return Runtimes.find(Runtimes.defaultFolder()).installed().stream()
        .filter(runtime -> runtime.zygote(Layout.ISOLATED).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static Launcher.Launched<ServerSocketChannel> fork(
      Launcher launcher, HostRuntime python, ControlGroup group) throws IOException {
    launcher.prepare(
        python.name(),
        python.mounts().stream()
            .collect(Collectors.toMap(mount -> Path.of(mount.inside()), Mount::host)));
    var launch =
        new Launch(
            python.name(),
            Map.of(),
            1,
            "/",
            python.zygote(Layout.ISOLATED).orElseThrow(),
            Map.of("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001"),
            USER,
            group,
            Path.of("/dev/null"),
            Handed.NOTHING);
    return launcher.fork(launch, BirthTest::silentRuntimeApi, Fork.AT_ONCE);
  }

  /// Takes the connection and never answers.
  private static ServerSocketChannel silentRuntimeApi() throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.INET)
        .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9001));
  }

  private static int child(int first) throws IOException {
    while (true) {
      var child = Child.firstOf(first);
      if (child.isPresent()) {
        return child.getAsInt();
      }
      Thread.onSpinWait();
    }
  }

  private static String groupOf(int pid) throws IOException {
    var groups = Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"));
    return groups.stream().filter(line -> line.startsWith("0::")).findFirst().orElseThrow();
  }
}
