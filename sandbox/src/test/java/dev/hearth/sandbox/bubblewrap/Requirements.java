package dev.hearth.sandbox.bubblewrap;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.hearth.sandbox.egress.EgressPolicy;
import dev.hearth.sandbox.linux.Privileges;
import dev.hearth.sandbox.linux.Tools;
import dev.hearth.sandbox.runtime.Family;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What tests of real sandboxes need.
public final class Requirements {
  private Requirements() {}

  /// Skips the test where no sandbox can be made; fails instead where `CI` is `true`.
  public static void sandboxes() {
    if (!Privileges.lacking().isEmpty()) {
      skip("sandboxes need root: " + Privileges.lacking());
    }
    if (Tools.find().isEmpty()) {
      skip("sandboxes need bwrap and setpriv");
    }
  }

  private static void skip(String reason) {
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
    var defaults = BubblewrapSettings.defaults(endpoint);
    return new BubblewrapSettings(
        Map.of(Family.PYTHON, 1, Family.PROVIDED, 1, Family.JAVA, 1, Family.WASM, 1),
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
