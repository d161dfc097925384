package dev.hearth.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.bubblewrap.HostCheck.State;
import dev.hearth.sandbox.linux.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On files that stand for the kernel's.
class KernelChecksTest {
  private static final Tools WITHOUT_PRLIMIT =
      new Tools(Path.of("/usr/bin/bwrap"), Path.of("/usr/bin/setpriv"), null);

  @TempDir private Path proc;

  private KernelChecks checks() {
    return new KernelChecks(proc);
  }

  private void write(String file, String content) throws IOException {
    Files.createDirectories(proc.resolve(file).getParent());
    Files.writeString(proc.resolve(file), content);
  }

  @Test
  void aKernelWithoutFiltersMakesNoSandbox() throws IOException {
    assertThat(checks().seccomp().state()).isEqualTo(State.MISSING);
    write("sys/kernel/seccomp/actions_avail", "kill_process kill_thread trap errno log allow\n");
    assertThat(checks().seccomp().state()).isEqualTo(State.OK);
  }

  @Test
  void aCallThatIsMissingIsNamed() {
    var check = checks().calls(List.of("mount_setattr (the kernel has none)"));
    assertThat(check.state()).isEqualTo(State.MISSING);
    assertThat(check.finding()).contains("mount_setattr (the kernel has none)");
    assertThat(checks().calls(List.of()).state()).isEqualTo(State.OK);
  }

  @Test
  void fewOpenFilesAreTold() throws IOException {
    write(
        "self/limits", "Max open files            1024                 4096         files     \n");
    assertThat(checks().openFiles().state()).isEqualTo(State.DEGRADED);
    write(
        "self/limits", "Max open files            1024                 1048576      files     \n");
    assertThat(checks().openFiles().state()).isEqualTo(State.OK);
    write(
        "self/limits", "Max open files            unlimited            unlimited    files     \n");
    assertThat(checks().openFiles().state()).isEqualTo(State.OK);
  }

  @Test
  void aHandlerOfCrashesIsToldWhereItWouldBeWoken() throws IOException {
    write("sys/kernel/core_pattern", "core\n");
    assertThat(checks().crashes(Optional.of(WITHOUT_PRLIMIT)).state()).isEqualTo(State.OK);
    write("sys/kernel/core_pattern", "|/usr/lib/systemd/systemd-coredump %P\n");
    assertThat(checks().crashes(Optional.of(WITHOUT_PRLIMIT)).state()).isEqualTo(State.DEGRADED);
    var all = new Tools(Path.of("/bin/bwrap"), Path.of("/bin/setpriv"), Path.of("/bin/prlimit"));
    assertThat(checks().crashes(Optional.of(all)).state()).isEqualTo(State.OK);
  }
}
