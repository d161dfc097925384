package dev.hearth.sandbox.linux;

import static java.nio.file.StandardOpenOption.WRITE;

import dev.hearth.sandbox.linux.ControlGroups.Hierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One sandbox's control groups. A limit whose controller the host lacks is left out, but for what
/// can be had otherwise: memory is watched, and processes are counted as the user's.
///
/// Sources: the kernel's `cgroup-v1/memory.rst`, `scheduler/sched-bwc.rst`, `cgroup-v2.rst`.
public final class ControlGroup {
  private static final int PERIOD_MICROS = 100_000;
  private static final long MEBIBYTE = 1 << 20;

  /// What a sandbox's TCP and UDP sockets may hold beside its memory, where that is counted apart;
  /// beyond it the kernel makes windows smaller.
  private static final long SOCKETS_MEBIBYTES = 64;

  static final String WITH_SWAP = "memory.memsw.limit_in_bytes";

  private static final int LAMBDA_PROCESSES = 1024;

  static final String PROCESSES = "cgroup.procs";
  private static final String TASKS = "tasks";

  private final Map<Controller, Hierarchy> folders;
  private final @Nullable MemoryWatch watch;
  private int memoryMebibytes = Integer.MAX_VALUE; // nothing is limited yet

  ControlGroup(Map<Controller, Hierarchy> folders) {
    this.folders = folders;
    this.watch = folders.containsKey(Controller.MEMORY) ? null : new MemoryWatch();
  }

  /// Tells whose groups they are, once it runs.
  public void belongTo(Child process) {
    if (watch != null) {
      watch.start(process);
    }
  }

  /// How many processes and threads its user may have, where no controller counts those of the
  /// group; 0 where one does.
  int mostOfUser() {
    return folders.containsKey(Controller.PIDS) ? 0 : LAMBDA_PROCESSES;
  }

  /// What holds for the group's whole life: its memory is not swapped out, and where the kernel can
  /// it kills all of a group that has run out of memory, so that no half of it lives on.
  void prepare() throws IOException {
    var memory = folders.get(Controller.MEMORY);
    if (memory != null && memory.unified()) {
      writeIfPresent(memory, "memory.swap.max", "0");
      writeIfPresent(memory, "memory.oom.group", "1");
    } else if (memory != null) {
      writeIfPresent(memory, "memory.swappiness", "0");
      // Version 1 counts what sockets hold apart from all other memory.
      writeIfPresent(
          memory, "memory.kmem.tcp.limit_in_bytes", Long.toString(SOCKETS_MEBIBYTES * MEBIBYTE));
    }
  }

  /// The files to which a process of one thread writes `0` to be in the group, before it starts
  /// anything.
  ///
  /// For whoever enters itself, and alone, the kernel's `tasks` of version 1 stops nothing. Through
  /// `cgroup.procs` it first sees to it that no process of the whole host is being forked, which
  /// takes it 10 ms and more (`cgroup_threadgroup_rwsem`).
  List<Path> entrances() {
    return hierarchies()
        .map(each -> each.folder().resolve(each.unified() ? PROCESSES : TASKS))
        .toList();
  }

  /// Takes a process in, which has not started anything yet.
  void enter(int pid) throws IOException {
    for (var each : hierarchies().toList()) {
      Files.writeString(each.folder().resolve(PROCESSES), Integer.toString(pid), WRITE);
    }
  }

  private Stream<Hierarchy> hierarchies() {
    return folders.values().stream().distinct();
  }

  /// Memory of all processes together, with what they keep in tmpfs; beyond it the kernel kills.
  public synchronized void limitMemory(int mebibytes) throws IOException {
    if (watch != null) {
      watch.limit(mebibytes);
      return;
    }
    var memory = folders.get(Controller.MEMORY);
    if (memory == null) {
      return;
    }
    var bytes = Long.toString(mebibytes * MEBIBYTE);
    if (memory.unified()) {
      write(memory, "memory.max", bytes);
      return;
    }
    // What the host has swapped out counts too. That limit may never be the lower one of both.
    if (mebibytes > memoryMebibytes) {
      writeIfPresent(memory, WITH_SWAP, bytes);
      write(memory, "memory.limit_in_bytes", bytes);
    } else {
      write(memory, "memory.limit_in_bytes", bytes);
      writeIfPresent(memory, WITH_SWAP, bytes);
    }
    memoryMebibytes = mebibytes;
  }

  /// What the processes get of CPU time that others want too.
  ///
  /// @param milliCpus weighed against other groups' numbers
  public void shareCpu(int milliCpus) throws IOException {
    var cpu = folders.get(Controller.CPU);
    if (cpu == null) {
      return;
    }
    // Both have a default that stands for one CPU here: 100, and 1024.
    if (cpu.unified()) {
      write(cpu, "cpu.weight", Integer.toString(Math.clamp(milliCpus / 10, 1, 10_000)));
    } else {
      write(cpu, "cpu.shares", Integer.toString(Math.max(2, milliCpus * 1024 / 1000)));
    }
  }

  /// CPU time of all processes together, whether others want it or not.
  ///
  /// @param milliCpus thousandths of one CPU
  public void limitCpu(int milliCpus) throws IOException {
    var cpu = folders.get(Controller.CPU);
    if (cpu == null) {
      return;
    }
    // The kernel takes no quota below a millisecond.
    var quota = Integer.toString(Math.max(1000, milliCpus * (PERIOD_MICROS / 1000)));
    if (cpu.unified()) {
      write(cpu, "cpu.max", quota + " " + PERIOD_MICROS);
    } else {
      write(cpu, "cpu.cfs_quota_us", quota); // of a period that is 100 ms by default
    }
  }

  /// Processes and threads together.
  public void limitProcesses(int count) throws IOException {
    var pids = folders.get(Controller.PIDS);
    if (pids != null) {
      write(pids, "pids.max", Integer.toString(count));
    }
  }

  /// The highest use of memory so far; 0 where the host cannot tell.
  public long peakMemoryBytes() {
    if (watch != null) {
      return watch.peakBytes();
    }
    var memory = folders.get(Controller.MEMORY);
    if (memory == null) {
      return 0;
    }
    var peak = read(memory, memory.unified() ? "memory.peak" : "memory.max_usage_in_bytes");
    if (peak.isEmpty() && memory.unified()) {
      peak = read(memory, "memory.current"); // Linux before 5.19 keeps no peak
    }
    return peak.isEmpty() ? 0 : Long.parseLong(peak.strip());
  }

  /// Whether a process of the group has been killed for its memory.
  public boolean killedForMemory() {
    if (watch != null) {
      return watch.killed();
    }
    var memory = folders.get(Controller.MEMORY);
    return memory != null
        && read(memory, memory.unified() ? "memory.events" : "memory.oom_control")
            .lines()
            .anyMatch(line -> line.startsWith("oom_kill ") && !line.equals("oom_kill 0"));
  }

  /// Kills what is left in the group and removes it.
  public void remove() throws IOException {
    for (var hierarchy : folders.values()) {
      ControlGroups.removeTree(hierarchy.folder());
    }
  }

  private static void write(Hierarchy hierarchy, String file, String value) throws IOException {
    Files.writeString(hierarchy.folder().resolve(file), value, WRITE);
  }

  /// Not every kernel is built to account for swap.
  private static void writeIfPresent(Hierarchy hierarchy, String file, String value)
      throws IOException {
    try {
      write(hierarchy, file, value);
    } catch (NoSuchFileException e) {
      // nothing to limit
    }
  }

  private static String read(Hierarchy hierarchy, String file) {
    try {
      return Files.readString(hierarchy.folder().resolve(file));
    } catch (IOException e) {
      return ""; // the group is gone, or the kernel does not tell
    }
  }
}
