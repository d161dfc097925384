package dev.hearth.sandbox.linux;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A mounted control-group hierarchy.
///
/// @param point where it is mounted
/// @param unified version 2
/// @param controllers those of ours that it has
record CgroupMount(Path point, boolean unified, Set<Controller> controllers) {

  /// Every hierarchy of this host that has a controller of ours.
  static List<CgroupMount> all() throws IOException {
    var mounts = new ArrayList<CgroupMount>();
    for (var line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      // "36 35 98:0 / /sys/fs/cgroup/memory rw,... optional - cgroup cgroup rw,memory"
      int separator = line.indexOf(" - ");
      var place = line.substring(0, separator).split(" ", -1);
      var system = line.substring(separator + 3).split(" ", -1);
      var point = Path.of(place[4]);
      if (system[0].equals("cgroup")) {
        add(mounts, point, false, List.of(system[2].split(",")));
      } else if (system[0].equals("cgroup2")) {
        var list = Files.readString(point.resolve("cgroup.controllers"));
        add(mounts, point, true, List.of(list.strip().split(" ")));
      }
    }
    return mounts;
  }

  private static void add(
      List<CgroupMount> mounts, Path point, boolean unified, List<String> names) {
    var controllers = EnumSet.noneOf(Controller.class);
    for (var controller : Controller.values()) {
      if (names.contains(controller.kernelName())) {
        controllers.add(controller);
      }
    }
    if (!controllers.isEmpty()) {
      mounts.add(new CgroupMount(point, unified, controllers));
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
      if (!group.equals(point) || !Files.exists(group.resolve("cgroup.type"))) {
        throw e;
      }
      // Inside a container the mounted root is an ordinary group, and one with processes of its own
      // cannot have its children limited: they move to a group of their own.
      var main = Files.createDirectories(group.resolve("hearth-main"));
      for (var pid : Files.readAllLines(group.resolve("cgroup.procs"))) {
        Files.writeString(main.resolve("cgroup.procs"), pid, WRITE);
      }
      Files.writeString(control, "+" + controller.kernelName(), WRITE);
    }
  }
}
