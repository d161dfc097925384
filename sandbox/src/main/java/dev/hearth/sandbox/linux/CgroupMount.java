package dev.hearth.sandbox.linux;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A mounted control-group hierarchy.
///
/// @param point where it is mounted
/// @param own the group that this process is in
/// @param unified version 2
/// @param controllers those of ours that it has
record CgroupMount(Path point, Path own, boolean unified, Set<Controller> controllers) {

  /// Where this process moves, with what else is there, to make room for groups beside it.
  private static final String MAIN = "hearth-main";

  private static final String OWN_PID = Long.toString(ProcessHandle.current().pid());

  /// Every hierarchy of this host that has a controller of ours.
  static List<CgroupMount> all() throws IOException {
    var mounts = new ArrayList<CgroupMount>();
    var groups = Files.readAllLines(Path.of("/proc/self/cgroup"));
    for (var line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      // "36 35 98:0 / /sys/fs/cgroup/memory rw,... optional - cgroup cgroup rw,memory"
      int separator = line.indexOf(" - ");
      var place = line.substring(0, separator).split(" ", -1);
      var system = line.substring(separator + 3).split(" ", -1);
      var point = Path.of(place[4]);
      if (system[0].equals("cgroup")) {
        var names = List.of(system[2].split(",", -1));
        add(mounts, point, own(groups, place[3], point, names), false, names);
      } else if (system[0].equals("cgroup2")) {
        var own = own(groups, place[3], point, List.of(""));
        // Those of the root are all that there are; a group's own those that it was given.
        var list = Files.readString(point.resolve("cgroup.controllers"));
        add(mounts, point, own, true, List.of(list.strip().split(" ")));
      }
    }
    return mounts;
  }

  /// Where this process may perhaps have groups of its own, the best first.
  ///
  /// An ordinary user is given groups of version 2 only: version 1 lets nobody but root move a
  /// process of another user, which the user of a sandbox is.
  Set<Path> places() {
    return unified ? new LinkedHashSet<>(List.of(point, own)) : Set.of(point);
  }

  /// This process's group in the hierarchy that has a controller of `names`.
  ///
  /// @param groups the lines of `/proc/self/cgroup`, such as `4:memory:/user.slice`
  /// @param root the group that is mounted at `point`
  static Path own(List<String> groups, String root, Path point, List<String> names) {
    for (var line : groups) {
      var fields = line.split(":", 3);
      if (List.of(fields[1].split(",", -1)).stream().anyMatch(names::contains)) {
        var group = Path.of("/").resolve(fields[2].replaceFirst("/" + MAIN + "$", "/"));
        return group.startsWith(root) ? point.resolve(Path.of(root).relativize(group)) : point;
      }
    }
    return point;
  }

  private static void add(
      List<CgroupMount> mounts, Path point, Path own, boolean unified, List<String> names) {
    var controllers = EnumSet.noneOf(Controller.class);
    for (var controller : Controller.values()) {
      if (names.contains(controller.kernelName())) {
        controllers.add(controller);
      }
    }
    if (!controllers.isEmpty()) {
      mounts.add(new CgroupMount(point, own, unified, controllers));
    }
  }

  /// Makes `controller` available to the groups below `group`, which version 2 wants to be asked
  /// for.
  void delegate(Controller controller, Path group) throws IOException {
    if (!unified) {
      return;
    }
    var control = group.resolve("cgroup.subtree_control");
    if (List.of(Files.readString(control).strip().split(" ")).contains(controller.kernelName())) {
      return;
    }
    try {
      Files.writeString(control, "+" + controller.kernelName(), WRITE);
    } catch (IOException e) {
      if (!(group.equals(point) || group.equals(own))
          || !Files.exists(group.resolve("cgroup.type"))) {
        throw e;
      }
      // Inside a container the mounted root is an ordinary group, as one is that a user was given;
      // and one with processes of its own cannot have its children limited: they move to a group of
      // their own.
      var processes = Files.readAllLines(group.resolve("cgroup.procs"));
      if (!group.equals(point) && !processes.equals(List.of(OWN_PID))) {
        throw new IOException("others are in " + group, e); // whom nobody has asked to move
      }
      var main = Files.createDirectories(group.resolve(MAIN));
      for (var pid : processes) {
        Files.writeString(main.resolve("cgroup.procs"), pid, WRITE);
      }
      Files.writeString(control, "+" + controller.kernelName(), WRITE);
    }
  }
}
