package dev.hearth.sandbox.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// The control groups in which this process keeps its sandboxes: `hearth/<run>/<sandbox>`, at the
/// root of each hierarchy or, where only that may be written, in the group that this process is in
/// ([CgroupMount#places]).
///
/// A controller lives in a hierarchy of its own (version 1) or in the unified one (version 2); many
/// hosts have both at once. Where a controller is in neither, or may not be written, sandboxes are
/// made without its limit, and [#missing()] says so.
public final class ControlGroups implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ControlGroups.class.getName());
  private static final String PARENT = "hearth";

  /// One process may have several of these, and one's end must not be another's.
  private static final AtomicInteger COUNT = new AtomicInteger();

  /// Where a controller's groups are.
  ///
  /// @param folder this run's group
  /// @param unified version 2
  record Hierarchy(Path folder, boolean unified) {}

  private final Map<Controller, Hierarchy> hierarchies;

  private ControlGroups(Map<Controller, Hierarchy> hierarchies) {
    this.hierarchies = hierarchies;
  }

  /// Makes this run's group in every hierarchy that this process may write, and removes what runs
  /// that are over have left behind.
  public static ControlGroups open(RunId run) throws IOException {
    return open(run, CgroupMount.all());
  }

  static ControlGroups open(RunId run, List<CgroupMount> mounts) {
    var name = run + "-" + COUNT.incrementAndGet();
    var found = new EnumMap<Controller, Hierarchy>(Controller.class);
    for (var mount : mounts) {
      for (var controller : mount.controllers()) {
        for (var base : mount.places()) {
          try {
            found.put(controller, hierarchy(mount, controller, base, name));
            break;
          } catch (IOException e) {
            LOG.log(Level.DEBUG, "no control groups for {0} in {1}: {2}", controller, base, e);
          }
        }
      }
    }
    return new ControlGroups(found);
  }

  private static Hierarchy hierarchy(
      CgroupMount mount, Controller controller, Path base, String name) throws IOException {
    var parent = base.resolve(PARENT);
    if (!Files.isWritable(base)) {
      throw new AccessDeniedException(base.toString());
    }
    mount.delegate(controller, base);
    Files.createDirectories(parent);
    removeLeftovers(parent);
    mount.delegate(controller, parent);
    var own = parent.resolve(name);
    Files.createDirectories(own);
    mount.delegate(controller, own);
    return new Hierarchy(own, mount.unified());
  }

  /// Controllers that sandboxes will be without.
  public Set<Controller> missing() {
    var missing = new LinkedHashSet<>(List.of(Controller.values()));
    missing.removeAll(hierarchies.keySet());
    return missing;
  }

  /// What holds of the limits that are missing.
  public String instead() {
    var missing = missing();
    var words = new ArrayList<String>();
    if (missing.contains(Controller.MEMORY)) {
      words.add(
          "memory is looked at and a function that has too much is killed, late, and not for what"
              + " the kernel holds for it");
    }
    if (missing.contains(Controller.CPU)) {
      words.add("one function can take the CPU time that all others need");
    }
    if (missing.contains(Controller.PIDS)) {
      words.add("processes are limited by user");
    }
    return String.join("; ", words);
  }

  /// The version of the interface that limits go through: `1`, `2`, or `1 and 2` on a host that has
  /// the controllers in both.
  public String versions() {
    return hierarchies.values().stream()
        .map(hierarchy -> hierarchy.unified() ? "2" : "1")
        .distinct()
        .sorted()
        .collect(Collectors.joining(" and "));
  }

  /// Whether the limit of memory holds for what has been swapped out, too.
  public boolean limitSwap() {
    var memory = hierarchies.get(Controller.MEMORY);
    return memory != null
        && Files.exists(
            memory.folder().resolve(memory.unified() ? "memory.swap.max" : ControlGroup.WITH_SWAP));
  }

  /// A new, empty group in every hierarchy.
  public ControlGroup create(String name) throws IOException {
    var folders = new EnumMap<Controller, Hierarchy>(Controller.class);
    for (var entry : hierarchies.entrySet()) {
      var hierarchy = entry.getValue();
      var folder = hierarchy.folder().resolve(name);
      Files.createDirectories(folder);
      folders.put(entry.getKey(), new Hierarchy(folder, hierarchy.unified()));
    }
    var group = new ControlGroup(folders);
    group.prepare();
    return group;
  }

  private static void removeLeftovers(Path parent) throws IOException {
    try (var runs = Files.newDirectoryStream(parent, Files::isDirectory)) {
      for (var run : runs) {
        var id = RunId.parse(run.getFileName().toString());
        if (id.isPresent() && !id.get().alive()) {
          LOG.log(Level.INFO, "removing what process " + id.get().pid() + " left in " + parent);
          removeOrWarn(run);
        }
      }
    }
  }

  private static void removeOrWarn(Path group) {
    try {
      removeTree(group);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot remove control group " + group, e);
    }
  }

  /// Kills what runs in a group and below it, and removes it.
  static void removeTree(Path group) throws IOException {
    DirectoryStream.Filter<Path> folders = Files::isDirectory;
    try (var children = Files.newDirectoryStream(group, folders)) {
      for (var child : children) {
        removeTree(child);
      }
    } catch (NoSuchFileException e) {
      return;
    }
    kill(group);
    Files.deleteIfExists(group);
  }

  private static void kill(Path group) throws IOException {
    var left = processes(group);
    // The list changes while processes fork; a killed one leaves it within microseconds, but one
    // that writes to a slow disk may take its time.
    for (int round = 0; !left.isEmpty() && round < 100; round++) {
      for (long pid : left) {
        ProcessHandle.of(pid)
            .ifPresent(
                process -> {
                  process.destroyForcibly();
                  // A zombie whose parent does not wait for it never ends, and holds no group up.
                  process.onExit().completeOnTimeout(process, 2, TimeUnit.SECONDS).join();
                });
      }
      left = processes(group);
    }
  }

  private static List<Long> processes(Path group) throws IOException {
    try (var lines = Files.lines(group.resolve(ControlGroup.PROCESSES))) {
      return lines.map(Long::valueOf).toList();
    } catch (NoSuchFileException | UncheckedIOException e) {
      return List.of();
    }
  }

  /// Removes this run's group, killing what is left in it.
  @Override
  public void close() {
    for (var hierarchy : hierarchies.values()) {
      removeOrWarn(hierarchy.folder());
    }
  }
}
