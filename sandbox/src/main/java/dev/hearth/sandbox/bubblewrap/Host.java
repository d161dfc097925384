package dev.hearth.sandbox.bubblewrap;

import static dev.hearth.sandbox.bubblewrap.HostCheck.degraded;
import static dev.hearth.sandbox.bubblewrap.HostCheck.missing;
import static dev.hearth.sandbox.bubblewrap.HostCheck.ok;

import dev.hearth.sandbox.linux.ControlGroups;
import dev.hearth.sandbox.linux.Privileges;
import dev.hearth.sandbox.linux.RunId;
import dev.hearth.sandbox.linux.Tools;
import dev.hearth.sandbox.linux.UserNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What this host can and cannot isolate, and how to mend it.
public final class Host {
  // mount_setattr came with Linux 5.12, and --size with bubblewrap 0.7.
  private static final Version OLDEST_LINUX = new Version(5, 12);
  private static final Version OLDEST_BUBBLEWRAP = new Version(0, 7);
  private static final Path NO_UNPRIVILEGED =
      Path.of("/proc/sys/kernel/apparmor_restrict_unprivileged_userns");

  private final BubblewrapSettings settings;

  private record Version(int major, int minor) {
    private static final Pattern NUMBERS = Pattern.compile("([0-9]+)\\.([0-9]+)");

    static Version of(String text) {
      var matcher = NUMBERS.matcher(text);
      return matcher.find()
          ? new Version(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
          : new Version(0, 0);
    }

    boolean atLeast(Version other) {
      return major > other.major || (major == other.major && minor >= other.minor);
    }

    @Override
    public String toString() {
      return major + "." + minor;
    }
  }

  /// @param settings those that the driver would get
  public Host(BubblewrapSettings settings) {
    this.settings = settings;
  }

  /// Looks, and makes a sandbox for trial where that seems possible; takes about half a second.
  public List<HostCheck> check() {
    var checks = new ArrayList<HostCheck>();
    checks.add(kernel());
    checks.add(privileges());
    var tools = Tools.find();
    checks.add(bubblewrap(tools));
    checks.add(userNamespaces());
    checks.add(users());
    if (checks.getFirst().state() != HostCheck.State.MISSING) { // else it may not be Linux
      checks.addAll(new KernelChecks(Path.of("/proc")).all(tools));
    }
    if (checks.stream().anyMatch(check -> check.state() == HostCheck.State.MISSING)) {
      return checks;
    }
    try (var groups = ControlGroups.open(RunId.current())) {
      checks.add(controlGroups(groups));
      checks.add(swap(groups));
      checks.addAll(new HostTrial(tools.orElseThrow(), settings, groups).checks());
    } catch (IOException e) {
      checks.add(
          missing("sandbox", "none could be made: " + e.getMessage(), "report this as a bug"));
    }
    return checks;
  }

  private static HostCheck kernel() {
    var name = System.getProperty("os.name") + " " + System.getProperty("os.version");
    var architecture = System.getProperty("os.arch");
    if (!name.startsWith("Linux") || !Set.of("amd64", "aarch64").contains(architecture)) {
      return missing(
          "system",
          name + " on " + architecture + " has no sandboxes of this kind",
          "run on Linux on x86-64 or AArch64, or use --driver process without any isolation");
    }
    return Version.of(System.getProperty("os.version")).atLeast(OLDEST_LINUX)
        ? ok("system", name)
        : missing("system", name + " is too old", "run on Linux " + OLDEST_LINUX + " or newer");
  }

  private static HostCheck privileges() {
    var lacking = Privileges.lacking();
    if (!lacking.isEmpty()) {
      return missing(
          "privileges",
          "this process lacks " + String.join(", ", lacking),
          "run Hearth by its launcher, which makes a user namespace, or as root: sudo hearth up");
    }
    var namespace = UserNamespace.current();
    return ok(
        "privileges",
        namespace.host()
            ? "root"
            : "without root: in a user namespace of user " + namespace.outside(0) + "'s");
  }

  private static HostCheck bubblewrap(Optional<Tools> tools) {
    var mend = "apt-get install bubblewrap util-linux (or dnf, zypper, pacman, apk)";
    if (tools.isEmpty()) {
      return missing("bubblewrap", "bwrap or setpriv is not on the PATH", mend);
    }
    try {
      var version = Version.of(tools.get().bubblewrapVersion());
      return version.atLeast(OLDEST_BUBBLEWRAP)
          ? ok("bubblewrap", version + " at " + tools.get().bubblewrap())
          : missing(
              "bubblewrap", version + " is too old", "install " + OLDEST_BUBBLEWRAP + " or newer");
    } catch (IOException e) {
      return missing("bubblewrap", "it does not run: " + e.getMessage(), mend);
    }
  }

  /// Sandboxes are made by users who are nobody, so it is what those may do that counts.
  private static HostCheck userNamespaces() {
    if (number("/proc/sys/user/max_user_namespaces").orElse(1) == 0) {
      return missing(
          "user namespaces", "this host allows none", "sysctl -w user.max_user_namespaces=65536");
    }
    if (number("/proc/sys/kernel/unprivileged_userns_clone").orElse(1) == 0) {
      return missing(
          "user namespaces",
          "this host keeps them to root",
          "sysctl -w kernel.unprivileged_userns_clone=1");
    }
    if (number(NO_UNPRIVILEGED.toString()).orElse(0) != 0
        && !Files.exists(Path.of("/etc/apparmor.d/bwrap-userns-restrict"))) {
      return degraded(
          "user namespaces",
          "AppArmor keeps them to programs with a profile, and bwrap seems to have none",
          "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0");
    }
    return ok("user namespaces", "available");
  }

  private HostCheck users() {
    var namespace = UserNamespace.current();
    if (namespace.host()) {
      return hostUsers();
    }
    int count = namespace.countFrom(settings.firstUser());
    if (count > 0) {
      long first = namespace.outside(settings.firstUser());
      return ok("user ids", first + " to " + (first + count - 1) + ", which /etc/subuid gives");
    }
    return missing(
        "user ids",
        "this user namespace has none for sandboxes",
        "run Hearth by its launcher, outside of the namespace");
  }

  private HostCheck hostUsers() {
    long first = settings.firstUser();
    long end = first + settings.users();
    try {
      // "name:first:count"
      for (var line : lines("/etc/subuid")) {
        var fields = line.split(":", -1);
        long start = Long.parseLong(fields[1]);
        if (start < end && first < start + Long.parseLong(fields[2])) {
          return degraded(
              "user ids",
              fields[0] + "'s containers may run as the same users as sandboxes",
              "remove the line of " + fields[0] + " in /etc/subuid, or choose other ids");
        }
      }
    } catch (IOException | RuntimeException e) {
      return degraded("user ids", "/etc/subuid cannot be read: " + e.getMessage(), "mend the file");
    }
    return ok("user ids", first + " to " + (end - 1));
  }

  private static HostCheck controlGroups(ControlGroups groups) {
    var missing = groups.missing();
    return missing.isEmpty()
        ? ok(
            "control groups",
            "memory, CPU and processes can be limited, by version " + groups.versions())
        : degraded(
            "control groups",
            "no limit of " + missing + ": " + groups.instead(),
            UserNamespace.current().host()
                ? "mount -t cgroup2 none /sys/fs/cgroup, or in a container: --privileged"
                    + " --cgroupns=host"
                : "systemd-run --user --scope -p Delegate=yes hearth up; or as a service of root's"
                    + " systemd with User= and Delegate=yes");
  }

  private static HostCheck swap(ControlGroups groups) throws IOException {
    boolean swaps = lines("/proc/swaps").size() > 1; // below a heading
    return !swaps || groups.limitSwap()
        ? ok("swap", swaps ? "counted as memory" : "none")
        : degraded(
            "swap",
            "what is swapped out is not counted: functions may take more than their memory",
            "swapoff -a, or start the kernel with swapaccount=1");
  }

  private static List<String> lines(String file) throws IOException {
    var path = Path.of(file);
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }

  private static Optional<Integer> number(String file) {
    try {
      return lines(file).stream().findFirst().map(line -> Integer.valueOf(line.strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
