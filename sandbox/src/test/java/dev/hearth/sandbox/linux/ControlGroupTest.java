package dev.hearth.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.linux.ControlGroups.Hierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Version 2 on files that stand for the kernel's; what a kernel does is `ExhaustionTest`'s.
class ControlGroupTest {
  @TempDir private Path folder;

  private ControlGroup unified(String... files) throws IOException {
    var hierarchies = new EnumMap<Controller, Hierarchy>(Controller.class);
    for (var controller : Controller.values()) {
      hierarchies.put(controller, new Hierarchy(folder, true));
    }
    for (var file : files) {
      Files.createFile(folder.resolve(file));
    }
    return new ControlGroup(hierarchies);
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  @Test
  void limitsAreWrittenInTheUnifiedHierarchysTerms() throws IOException {
    var group = unified("memory.max", "memory.oom.group", "cpu.max", "cpu.weight", "pids.max");
    group.prepare();
    group.limitMemory(128);
    group.limitCpu(565);
    group.shareCpu(565);
    group.limitProcesses(1024);
    assertThat(read("memory.max")).isEqualTo("134217728");
    assertThat(read("memory.oom.group")).isEqualTo("1");
    assertThat(read("cpu.max")).isEqualTo("56500 100000");
    assertThat(read("cpu.weight")).isEqualTo("56");
    assertThat(read("pids.max")).isEqualTo("1024");
    assertThat(folder.resolve("memory.swap.max")).doesNotExist();
  }

  @Test
  void aQuotaIsNeverBelowWhatTheKernelTakes() throws IOException {
    var group = unified("cpu.max");
    group.limitCpu(1);
    assertThat(read("cpu.max")).isEqualTo("1000 100000");
  }

  @Test
  void aKillForMemoryIsToldFromNone() throws IOException {
    var group = unified("memory.events");
    Files.writeString(folder.resolve("memory.events"), "low 0\noom 0\noom_kill 0\n");
    assertThat(group.killedForMemory()).isFalse();
    Files.writeString(folder.resolve("memory.events"), "low 0\noom 1\noom_kill 2\n");
    assertThat(group.killedForMemory()).isTrue();
  }

  @Test
  void thePeakIsTheCurrentUseWhereAKernelKeepsNone() throws IOException {
    var group = unified("memory.current");
    Files.writeString(folder.resolve("memory.current"), "4096\n");
    assertThat(group.peakMemoryBytes()).isEqualTo(4096);
    Files.writeString(folder.resolve("memory.peak"), "8192\n");
    assertThat(group.peakMemoryBytes()).isEqualTo(8192);
  }

  @Test
  void oneFolderOfSeveralControllersIsEnteredOnce() throws IOException {
    assertThat(unified().entrances()).containsExactly(folder.resolve("cgroup.procs"));
  }

  @Test
  void aGroupOfVersionOneIsEnteredWithoutStoppingTheForksOfTheWholeHost() {
    var group = new ControlGroup(Map.of(Controller.CPU, new Hierarchy(folder, false)));
    assertThat(group.entrances()).containsExactly(folder.resolve("tasks"));
  }

  @Test
  void withoutControllersThereIsNothingToLimit() throws IOException {
    var group = new ControlGroup(Map.of());
    group.prepare();
    group.limitMemory(128);
    group.limitCpu(100);
    group.limitProcesses(10);
    assertThat(group.peakMemoryBytes()).isZero();
    assertThat(group.killedForMemory()).isFalse();
    assertThat(group.entrances()).isEmpty();
    group.remove();
  }

  @Test
  void controllersAreAskedForOnTheWayDown() throws IOException {
    Files.writeString(folder.resolve("cgroup.subtree_control"), "memory\n");
    var mount =
        new CgroupMount(folder, folder, true, EnumSet.of(Controller.MEMORY, Controller.PIDS));
    mount.delegate(Controller.MEMORY, folder);
    assertThat(read("cgroup.subtree_control")).isEqualTo("memory\n");
    mount.delegate(Controller.PIDS, folder);
    assertThat(read("cgroup.subtree_control")).startsWith("+pids");
  }

  @Test
  void anOrdinaryUserIsGivenGroupsOfVersionTwoOnly() {
    var own = folder.resolve("own");
    var pids = EnumSet.of(Controller.PIDS);
    assertThat(new CgroupMount(folder, own, true, pids).places()).containsExactly(folder, own);
    assertThat(new CgroupMount(folder, own, false, pids).places()).containsExactly(folder);
  }

  @Test
  void theOwnGroupIsFoundBelowWhatIsMounted() {
    var groups = List.of("4:cpu,cpuacct:/a", "3:memory:/pod/b/c", "0::/pod/b/hearth-main");
    var point = Path.of("/sys/fs/cgroup");
    assertThat(CgroupMount.own(groups, "/", point, List.of("cpu"))).isEqualTo(point.resolve("a"));
    assertThat(CgroupMount.own(groups, "/pod", point, List.of("memory")))
        .isEqualTo(point.resolve("b/c"));
    assertThat(CgroupMount.own(groups, "/", point, List.of(""))).isEqualTo(point.resolve("pod/b"));
    assertThat(CgroupMount.own(groups, "/elsewhere", point, List.of("memory"))).isEqualTo(point);
  }

  @Test
  void aHierarchyThatCannotBeWrittenIsLeftOut() throws IOException {
    var file = Files.createFile(folder.resolve("file"));
    var groups =
        ControlGroups.open(
            RunId.current(),
            List.of(new CgroupMount(file, file, false, EnumSet.of(Controller.CPU))));
    assertThat(groups.missing()).containsExactly(Controller.values());
    groups.close();
  }
}
