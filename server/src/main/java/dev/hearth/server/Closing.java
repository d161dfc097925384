package dev.hearth.server;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/// What was started, closed in reverse order; one that fails to close does not keep the others
/// open.
final class Closing implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Closing.class.getName());

  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  /// Remembers `resource` and hands it on.
  synchronized <T extends AutoCloseable> T add(T resource) {
    started.push(resource);
    return resource;
  }

  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        LOG.log(Level.ERROR, "Something did not close properly", e);
      }
    }
  }
}
