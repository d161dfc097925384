package dev.hearth.sandbox.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The user namespace that this process is in: that of the host, or one that the launcher has made
/// for a user without root (`tools/rootless.sh`).
///
/// Source: user_namespaces(7).
///
/// @param users which ids of users there are
public record UserNamespace(List<Range> users) {
  private static final long ALL = 4_294_967_295L;
  private static final UserNamespace HOST = new UserNamespace(List.of(new Range(0, 0, ALL)));
  private static final UserNamespace CURRENT = read(Path.of("/proc/self/uid_map"));

  /// Users that are there by ids of the namespace's own.
  ///
  /// @param inside the first one's id
  /// @param outside the same user's id where the namespace was made
  public record Range(long inside, long outside, long count) {
    private boolean has(long id) {
      return inside <= id && id < inside + count;
    }
  }

  /// This process's.
  public static UserNamespace current() {
    return CURRENT;
  }

  /// @param map a process's `/proc/<pid>/uid_map`
  static UserNamespace read(Path map) {
    try (var lines = Files.lines(map)) {
      return new UserNamespace(
          lines
              .map(line -> line.strip().split(" +", -1))
              .map(n -> new Range(Long.parseLong(n[0]), Long.parseLong(n[1]), Long.parseLong(n[2])))
              .toList());
    } catch (IOException e) {
      return HOST; // a kernel without them, or none of Linux
    }
  }

  /// Whether it is the host's own, whose root is root.
  public boolean host() {
    return users.equals(HOST.users);
  }

  /// How many users there are with ids from `first` on, without a gap.
  public int countFrom(int first) {
    return users.stream()
        .filter(range -> range.has(first))
        .mapToInt(range -> (int) Math.min(Integer.MAX_VALUE, range.inside + range.count - first))
        .findFirst()
        .orElse(0);
  }

  /// What the user `id` is where the namespace was made.
  ///
  /// @return -1 where there is no such user
  public long outside(int id) {
    return users.stream()
        .filter(range -> range.has(id))
        .mapToLong(range -> range.outside + id - range.inside)
        .findFirst()
        .orElse(-1);
  }
}
