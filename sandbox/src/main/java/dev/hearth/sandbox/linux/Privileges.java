package dev.hearth.sandbox.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What this process may do.
public final class Privileges {
  /// What sandboxes are made with, by the kernel's number (`linux/capability.h`).
  private static final Map<Integer, String> NEEDED =
      new TreeMap<>(
          Map.of(
              5,
              "CAP_KILL",
              6,
              "CAP_SETGID",
              7,
              "CAP_SETUID",
              12,
              "CAP_NET_ADMIN",
              21,
              "CAP_SYS_ADMIN"));

  private Privileges() {}

  /// The capabilities that it lacks to make sandboxes; none as root, outside of containers.
  public static List<String> lacking() {
    long effective = effective();
    var lacking = new ArrayList<String>();
    NEEDED.forEach(
        (number, name) -> {
          if ((effective >> number & 1) == 0) {
            lacking.add(name);
          }
        });
    return lacking;
  }

  /// What keeps this process from making sandboxes, and how to mend it.
  ///
  /// @param firstUser the first id that a sandbox's user would have
  public static Optional<String> fault(int firstUser) {
    var lacking = lacking();
    if (!lacking.isEmpty()) {
      return Optional.of(
          "sandboxes are made by root, of the host or of a user namespace, and this process lacks "
              + String.join(", ", lacking)
              + " (try: the launcher ./hearth, which makes such a namespace; or sudo; or --driver"
              + " process, which isolates nothing)");
    }
    return UserNamespace.current().countFrom(firstUser) > 0
        ? Optional.empty()
        : Optional.of(
            "this user namespace has no ids for sandboxes, from "
                + firstUser
                + " on (try: the launcher ./hearth outside of it)");
  }

  private static long effective() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("CapEff:"))
          .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // no /proc, no sandboxes
    }
  }
}
