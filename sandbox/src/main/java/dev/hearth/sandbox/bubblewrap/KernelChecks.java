package dev.hearth.sandbox.bubblewrap;

import static dev.hearth.sandbox.bubblewrap.HostCheck.degraded;
import static dev.hearth.sandbox.bubblewrap.HostCheck.missing;
import static dev.hearth.sandbox.bubblewrap.HostCheck.ok;

import dev.hearth.sandbox.linux.KernelCalls;
import dev.hearth.sandbox.linux.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What [Host] looks up in `/proc` and asks the kernel.
final class KernelChecks {
  private static final int ENOUGH_FILES = 65_536;
  private static final Pattern OPEN_FILES = Pattern.compile("Max open files +\\S+ +(\\S+).*");

  /// Where it is looked up, for tests.
  private final Path proc;

  KernelChecks(Path proc) {
    this.proc = proc;
  }

  List<HostCheck> all(Optional<Tools> tools) {
    return List.of(calls(KernelCalls.missing()), seccomp(), openFiles(), crashes(tools));
  }

  HostCheck calls(List<String> missing) {
    return missing.isEmpty()
        ? ok("kernel calls", "all " + KernelCalls.count() + " that sandboxes are made with")
        : missing(
            "kernel calls",
            "this process cannot call " + String.join(", ", missing),
            "run on Linux 5.12 or newer, and in a container with --security-opt"
                + " seccomp=unconfined");
  }

  HostCheck seccomp() {
    var actions = List.of(first("sys/kernel/seccomp/actions_avail").split(" ", -1));
    return actions.containsAll(List.of("kill_process", "errno", "allow"))
        ? ok("seccomp", "system calls are filtered")
        : missing(
            "seccomp",
            "this kernel cannot filter system calls",
            "run on a kernel with CONFIG_SECCOMP_FILTER (zgrep SECCOMP /proc/config.gz)");
  }

  HostCheck openFiles() {
    var limit =
        lines("self/limits").stream()
            .map(OPEN_FILES::matcher)
            .filter(matcher -> matcher.matches())
            .map(matcher -> matcher.group(1))
            .findFirst()
            .orElse("unlimited");
    boolean enough = !limit.matches("[0-9]{1,9}") || Integer.parseInt(limit) >= ENOUGH_FILES;
    return enough
        ? ok("open files", limit + " for this process")
        : degraded(
            "open files",
            limit + " for this process: each sandbox takes some, and each of its connections two",
            "ulimit -n 1048576, or LimitNOFILE=1048576 in Hearth's systemd unit");
  }

  /// A pipe in `core_pattern` starts a program of the host's, as root, on the memory of whatever
  /// has crashed.
  HostCheck crashes(Optional<Tools> tools) {
    boolean handled = first("sys/kernel/core_pattern").startsWith("|");
    boolean limited = tools.isPresent() && tools.get().prlimit() != null;
    return !handled || limited
        ? ok("crashes", "functions that crash wake no program of the host's")
        : degraded(
            "crashes",
            "functions that crash, but for forked Pythons, have the host's handler run as root",
            "install prlimit (apt-get install util-linux), or: sysctl -w kernel.core_pattern=core");
  }

  private String first(String file) {
    return lines(file).stream().findFirst().orElse("");
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(proc.resolve(file));
    } catch (IOException e) {
      return List.of(); // this kernel has no such thing
    }
  }
}
