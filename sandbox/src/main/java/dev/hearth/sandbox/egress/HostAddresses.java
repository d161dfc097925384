package dev.hearth.sandbox.egress;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;

/// This host's own addresses, read again when they may have changed.
final class HostAddresses {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final InstantSource clock;
  private volatile Known known = new Known(Instant.MIN, Set.of());

  private record Known(Instant when, Set<InetAddress> addresses) {}

  HostAddresses(InstantSource clock) {
    this.clock = clock;
  }

  boolean contain(InetAddress address) throws SocketException {
    var now = clock.instant();
    var current = known;
    if (current.when().plus(FRESH).isBefore(now)) {
      current = new Known(now, read());
      known = current;
    }
    return current.addresses().contains(address);
  }

  private static Set<InetAddress> read() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .collect(Collectors.toSet());
  }
}
