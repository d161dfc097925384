package dev.hearth.server;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How much this machine can hold.
final class HostMemory {
  // What an idle sandbox of the smallest function takes; a busy one is held by its own limit.
  private static final long BYTES_OF_A_SANDBOX = 16L << 20;
  private static final int FEWEST = 16;

  private HostMemory() {}

  /// How many sandboxes may be kept at once.
  static int sandboxes() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    var fitting = system.getTotalMemorySize() / BYTES_OF_A_SANDBOX;
    return Math.clamp(fitting, FEWEST, 65_536);
  }
}
