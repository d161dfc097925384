package dev.hearth.sandbox.bubblewrap;

import static dev.hearth.sandbox.bubblewrap.HostCheck.degraded;
import static dev.hearth.sandbox.bubblewrap.HostCheck.missing;
import static dev.hearth.sandbox.bubblewrap.HostCheck.ok;

import dev.hearth.sandbox.linux.Child;
import dev.hearth.sandbox.linux.ConnectionSteering;
import dev.hearth.sandbox.linux.ControlGroup;
import dev.hearth.sandbox.linux.ControlGroups;
import dev.hearth.sandbox.linux.Controller;
import dev.hearth.sandbox.linux.ExitStatus;
import dev.hearth.sandbox.linux.Handed;
import dev.hearth.sandbox.linux.Launch;
import dev.hearth.sandbox.linux.Launcher;
import dev.hearth.sandbox.linux.MountInjector;
import dev.hearth.sandbox.linux.NamespaceThread;
import dev.hearth.sandbox.linux.Tools;
import dev.hearth.sandbox.logs.LogPipe;
import dev.hearth.sandbox.logs.LogPipes;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/// Sandboxes that are made to see whether they can be.
final class HostTrial {
  private static final String ROOT = "trial";
  private static final Path TASK = Path.of("/var/task");
  private static final Closeable NO_NETWORK = () -> {};
  private static final int SMALL_MEBIBYTES = 32;
  private static final int LIMIT_SECONDS = 10;

  private final Tools tools;
  private final BubblewrapSettings settings;
  private final ControlGroups groups;

  HostTrial(Tools tools, BubblewrapSettings settings, ControlGroups groups) {
    this.tools = tools;
    this.settings = settings;
    this.groups = groups;
  }

  List<HostCheck> checks() throws IOException {
    try (var launcher = new Launcher(tools, settings.mountPoint());
        var pipes = new LogPipes(InstantSource.system())) {
      launcher.prepare(ROOT, Map.of());
      var checks = new ArrayList<HostCheck>();
      checks.add(sandbox(launcher, pipes));
      if (checks.getFirst().state() == HostCheck.State.OK) {
        checks.add(injection(launcher, pipes));
        checks.add(steering(launcher, pipes));
        if (!groups.missing().contains(Controller.MEMORY)) {
          checks.add(memory(launcher, pipes));
        }
      }
      return checks;
    }
  }

  private HostCheck sandbox(Launcher launcher, LogPipes pipes) {
    try (var trial = new Trial(launcher, pipes, 0, () -> NO_NETWORK, "/bin/sh", "-c", "exit 42")) {
      var status = trial.exit();
      return status.code() == 42
          ? ok("sandbox", "made, with all its namespaces and the system-call filter")
          : failed(status + ": " + trial.output());
    } catch (IOException e) {
      return failed(e.toString());
    }
  }

  private static HostCheck failed(String why) {
    return missing("sandbox", "none could be made: " + why, "see the lines above, or report a bug");
  }

  private HostCheck injection(Launcher launcher, LogPipes pipes) throws IOException {
    var folder = Files.createTempDirectory("hearth-doctor");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    var file = Files.createFile(folder.resolve("file"));
    var wait = "echo ready; until [ -e /var/task/file ]; do :; done; exit 42";
    try (var injector = new MountInjector();
        var trial = new Trial(launcher, pipes, 0, () -> NO_NETWORK, "/bin/sh", "-c", wait)) {
      injector.mount(trial.awaitInside(), Map.of(TASK, List.of(folder)));
      return trial.exit().code() == 42
          ? ok("code injection", "a folder was mounted in a running sandbox")
          : missing("code injection", "the folder was not seen", "report this as a bug");
    } catch (IOException e) {
      return missing("code injection", e.toString(), "run on Linux 5.12 or newer");
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
  }

  private HostCheck steering(Launcher launcher, LogPipes pipes) {
    NamespaceThread.Visit<Closeable> steer =
        () -> {
          try (var listener = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
            var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
            ConnectionSteering.to(() -> listener.bind(address)).close();
            return NO_NETWORK;
          }
        };
    try (var trial = new Trial(launcher, pipes, 0, steer, "/bin/true")) {
      trial.exit();
      return ok("outbound connections", "to every TCP port");
    } catch (IOException e) {
      return degraded(
          "outbound connections",
          "to common TCP ports only: " + e.getMessage(),
          "run on Linux 5.14 or newer, as root, with CONFIG_BPF_SYSCALL");
    }
  }

  private HostCheck memory(Launcher launcher, LogPipes pipes) throws IOException {
    // tail keeps all that it reads, for there is no end of line in it.
    try (var trial =
        new Trial(
            launcher, pipes, SMALL_MEBIBYTES, () -> NO_NETWORK, "/usr/bin/tail", "/dev/zero")) {
      trial.exit();
      return trial.group.killedForMemory()
          ? ok("memory limit", "a process that took too much was killed")
          : degraded(
              "memory limit",
              "a process that took too much was not killed",
              "check that the memory controller is enabled: cat /proc/cgroups");
    }
  }

  /// One sandbox.
  private final class Trial implements AutoCloseable {
    private final ControlGroup group;
    private final LogPipe pipe;
    private final Child process;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> firstLine = new CompletableFuture<>();

    /// @param memoryMebibytes its limit, or 0 for none
    Trial(
        Launcher launcher,
        LogPipes pipes,
        int memoryMebibytes,
        NamespaceThread.Visit<Closeable> network,
        String... command)
        throws IOException {
      group = groups.create(ROOT);
      pipe = pipes.open(this::accept);
      try {
        if (memoryMebibytes > 0) {
          group.limitMemory(memoryMebibytes);
        }
        var launch =
            new Launch(
                ROOT,
                Map.of(),
                16,
                "/",
                List.of(command),
                Map.of(),
                settings.firstUser(),
                group,
                pipe.writeEnd().file().toPath(),
                Handed.NOTHING);
        process = launcher.start(launch, network).process();
        pipe.started();
      } catch (IOException e) {
        pipe.close();
        group.remove();
        throw e;
      }
    }

    private void accept(Instant time, String line) {
      lines.add(line);
      firstLine.complete(null);
    }

    /// Waits until the command runs and has written a line.
    ///
    /// @return process 1 inside
    int awaitInside() throws IOException {
      CompletableFuture.anyOf(firstLine, process.exit())
          .completeOnTimeout(null, LIMIT_SECONDS, TimeUnit.SECONDS)
          .join();
      return process
          .inside()
          .orElseThrow(() -> new IOException("the sandbox has ended: " + output()));
    }

    ExitStatus exit() {
      var late = new ExitStatus(255);
      return process.exit().copy().completeOnTimeout(late, LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    String output() {
      pipe.drain();
      return String.join("; ", lines);
    }

    @Override
    public void close() throws IOException {
      process.killInside();
      exit();
      pipe.close();
      group.remove();
    }
  }
}
