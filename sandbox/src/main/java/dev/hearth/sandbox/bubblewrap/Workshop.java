package dev.hearth.sandbox.bubblewrap;

import dev.hearth.sandbox.egress.Egress;
import dev.hearth.sandbox.linux.ControlGroups;
import dev.hearth.sandbox.linux.Launcher;
import dev.hearth.sandbox.linux.MountInjector;
import dev.hearth.sandbox.linux.RunId;
import dev.hearth.sandbox.linux.SandboxNetworks;
import dev.hearth.sandbox.linux.Tools;
import dev.hearth.sandbox.logs.LogPipes;
import dev.hearth.sandbox.runtime.HostRuntime;
import dev.hearth.sandbox.runtime.Mount;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/// What all sandboxes of a node are made with.
record Workshop(
    Launcher launcher,
    MountInjector injector,
    SandboxNetworks networks,
    ControlGroups groups,
    LogPipes pipes,
    Egress egress,
    UserIds users,
    InstantSource clock)
    implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Workshop.class.getName());

  /// Sets it all up, and removes what earlier runs have left; this takes a tenth of a second.
  static Workshop open(
      Tools tools, List<HostRuntime> runtimes, BubblewrapSettings settings, InstantSource clock)
      throws IOException {
    var run = RunId.current();
    var groups = ControlGroups.open(run);
    if (!groups.missing().isEmpty()) {
      LOG.log(
          Level.WARNING,
          "sandboxes have no limit of {0}: {1}; `hearth doctor` tells how to mend it",
          groups.missing(),
          groups.instead());
    }
    var launcher = new Launcher(tools, settings.mountPoint());
    for (var runtime : runtimes) {
      launcher.prepare(
          runtime.name(),
          runtime.mounts().stream()
              .collect(Collectors.toMap(mount -> Path.of(mount.inside()), Mount::host)));
    }
    return new Workshop(
        launcher,
        new MountInjector(),
        new SandboxNetworks(),
        groups,
        new LogPipes(clock),
        new Egress(settings.egress(), settings.endpoint(), clock),
        UserIds.of(settings, run.started()),
        clock);
  }

  /// Call it once every sandbox is gone.
  @Override
  public void close() {
    launcher.close();
    injector.close();
    networks.close();
    pipes.close();
    groups.close();
  }
}
