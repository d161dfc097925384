package dev.hearth.sandbox.bubblewrap;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.hearth.sandbox.egress.EgressPolicy;
import dev.hearth.sandbox.linux.ControlGroups;
import dev.hearth.sandbox.linux.Privileges;
import dev.hearth.sandbox.linux.RunId;
import dev.hearth.sandbox.linux.Tools;
import dev.hearth.sandbox.linux.UserNamespace;
import dev.hearth.sandbox.runtime.Family;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What tests of real sandboxes need.
public final class Requirements {
  private Requirements() {}

  /// Skips the test where no sandbox can be made; fails instead where `CI` is `true`.
  public static void sandboxes() {
    Privileges.fault(BubblewrapSettings.defaults(null).firstUser())
        .ifPresent(fault -> skip("no sandboxes: " + fault));
    if (Tools.find().isEmpty()) {
      skip("sandboxes need bwrap and setpriv");
    }
  }

  /// Whether control groups limit all that they can; without root they seldom may.
  public static boolean controlGroups() {
    try (var groups = ControlGroups.open(RunId.current())) {
      return groups.missing().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isRoot() {
    return Privileges.lacking().isEmpty() && UserNamespace.current().host();
  }

  /// Skips the test where it is not run by root.
  static void root() {
    if (!isRoot()) {
      skip("it takes root to be another user");
    }
  }

  static void skip(String reason) {
    if ("true".equals(System.getenv("CI"))) {
      fail(reason);
    }
    abort(reason);
  }

  /// One parked Python and one parked shell, so that half of the sandboxes are specialised and half
  /// are made.
  static BubblewrapSettings settings(@Nullable InetSocketAddress endpoint) {
    return settings(endpoint, true);
  }

  /// @param forks whether both are forked
  public static BubblewrapSettings settings(@Nullable InetSocketAddress endpoint, boolean forks) {
    return settings(
        Map.of(Family.PYTHON, 1, Family.PROVIDED, 1, Family.JAVA, 1, Family.WASM, 1),
        endpoint,
        forks);
  }

  /// Nothing waits for a function.
  static BubblewrapSettings unparked() {
    return settings(Map.of(), null, true);
  }

  private static BubblewrapSettings settings(
      Map<Family, Integer> parked, @Nullable InetSocketAddress endpoint, boolean forks) {
    var defaults = BubblewrapSettings.defaults(endpoint);
    return new BubblewrapSettings(
        parked,
        1,
        forks,
        EgressPolicy.INTERNET,
        endpoint,
        true,
        defaults.mountPoint(),
        defaults.firstUser(),
        defaults.users());
  }
}
