package dev.hearth.sandbox.bubblewrap;

import com.sun.management.OperatingSystemMXBean;
import dev.hearth.kernel.Require;
import dev.hearth.sandbox.egress.EgressPolicy;
import dev.hearth.sandbox.linux.UserNamespace;
import dev.hearth.sandbox.runtime.Family;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the driver is set up.
///
/// @param parked how many sandboxes of each runtime wait for a function, by its family; none where
///   a family is not named
/// @param mostParked how many of one runtime are parked at most, after a burst that needed as many
/// @param forks whether sandboxes of one runtime may be forked from one process that has loaded it,
///   where the runtime has that: less time and memory, but memory is laid out and strings are
///   hashed alike in all of them
/// @param egress where functions may connect to
/// @param endpoint Hearth's own HTTP endpoint, which every sandbox finds at the same port of its
///   127.0.0.1; null where there is none
/// @param limitCpu whether a function that has answered once gets the CPU time that its memory
///   stands for and no more, as on Lambda; if not, only what is short is shared out so
/// @param mountPoint a folder that any user can reach; what is mounted there is seen by nobody else
/// @param firstUser the first of the host's user ids that sandboxes run as; they must be nobody's
/// @param users how many there are, and so how many sandboxes there can be at once
public record BubblewrapSettings(
    Map<Family, Integer> parked,
    int mostParked,
    boolean forks,
    EgressPolicy egress,
    @Nullable InetSocketAddress endpoint,
    boolean limitCpu,
    Path mountPoint,
    int firstUser,
    int users) {

  /// How many sandboxes of each runtime wait for a function, where nobody says.
  public static final int PARKED = 3;

  /// Above what systemd gives to containers (to 1 879 048 191), below what it reserves (2^31).
  private static final int FIRST_USER = 1_900_000_000;

  /// Rejects counts that no host could hold.
  public BubblewrapSettings {
    parked = Map.copyOf(parked);
    parked.forEach((family, count) -> Require.between("parked " + family, count, 0, 1000));
    Require.between("mostParked", mostParked, 0, 1000);
    Require.between("firstUser", firstUser, 65_536, Integer.MAX_VALUE - users);
    Require.between("users", users, 1, 1_000_000);
  }

  /// Three parked sandboxes of each runtime, a hundred after a burst of as many where the host has
  /// the memory for it, the internet, AWS's share of the CPU.
  public static BubblewrapSettings defaults(@Nullable InetSocketAddress endpoint) {
    return new BubblewrapSettings(
        ofEach(PARKED),
        mostForMemory(),
        true,
        EgressPolicy.INTERNET,
        endpoint,
        true,
        UserNamespace.current().host() ? Path.of("/run/hearth") : Path.of("/run"),
        FIRST_USER,
        65_536);
  }

  /// JVMs are large: one of them waits where any do.
  private static Map<Family, Integer> ofEach(int count) {
    return Map.of(
        Family.PYTHON, count,
        Family.NODE, count,
        Family.PROVIDED, count,
        Family.JAVA, Math.min(count, 1),
        Family.WASM, Math.min(count, 1));
  }

  /// The same with `count` parked sandboxes of each runtime, or one where they are JVMs; with 0,
  /// none ever waits.
  public BubblewrapSettings parking(int count) {
    return new BubblewrapSettings(
        ofEach(count), mostParked, forks, egress, endpoint, limitCpu, mountPoint, firstUser, users);
  }

  /// The same with other rules of egress.
  public BubblewrapSettings with(EgressPolicy rules) {
    return new BubblewrapSettings(
        parked, mostParked, forks, rules, endpoint, limitCpu, mountPoint, firstUser, users);
  }

  /// A parked Node takes 12 to 20 MiB: an eighth of the memory for those of one runtime.
  private static int mostForMemory() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return (int) Math.min(100, system.getTotalMemorySize() / 8 / (20 << 20));
  }
}
