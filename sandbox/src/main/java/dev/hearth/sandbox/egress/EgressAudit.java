package dev.hearth.sandbox.egress;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/// What one sandbox connected to, and what it was refused, told to the logger `hearth.egress`: each
/// connection at `DEBUG`, a refusal at `INFO`. A line names the function, the sandbox and the
/// address; a sandbox that is refused again and again fills no log, but is told how often at its
/// end.
final class EgressAudit {
  private static final Logger LOG = System.getLogger("hearth.egress");
  private static final int MOST_REFUSALS = 20;
  private static final int MOST_CHARACTERS = 100;

  private final AtomicLong refusals = new AtomicLong();

  void connection(String function, String sandbox, InetSocketAddress target, boolean permitted) {
    if (permitted) {
      LOG.log(Level.DEBUG, "{0} ({1}) connects to {2}", function, sandbox, text(target));
    } else if (refusals.incrementAndGet() <= MOST_REFUSALS) {
      LOG.log(Level.INFO, "{0} ({1}) may not connect to {2}", function, sandbox, text(target));
    }
  }

  /// A name that may not be asked for, as the sandbox has written it.
  void refusedName(String function, String sandbox, String name) {
    if (refusals.incrementAndGet() <= MOST_REFUSALS) {
      LOG.log(Level.INFO, "{0} ({1}) may not ask for {2}", function, sandbox, printable(name));
    }
  }

  private static String printable(String name) {
    var end = name.length() > MOST_CHARACTERS ? "…" : "";
    return name.substring(0, Math.min(name.length(), MOST_CHARACTERS))
            .replaceAll("[^a-z0-9._-]", "?")
        + end;
  }

  void close(String function, String sandbox) {
    long more = refusals.getAndSet(0) - MOST_REFUSALS;
    if (more > 0) {
      LOG.log(
          Level.INFO,
          "{0} ({1}) was refused {2} more connections and names",
          function,
          sandbox,
          more);
    }
  }

  private static String text(InetSocketAddress target) {
    return target.getAddress().getHostAddress() + ":" + target.getPort();
  }
}
