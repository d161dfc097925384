package dev.hearth.sandbox.egress;

import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The addresses that one sandbox has been told for names, and for which.
final class NamedAddresses {
  /// Longer than clients keep what they have been told, whatever it said of its life.
  private static final Duration KEPT = Duration.ofHours(1);

  private static final int MAX_ADDRESSES = 1024;
  private static final int MAX_NAMES = 16;

  private final InstantSource clock;
  private final Map<Inet4Address, Map<String, Instant>> addresses =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Inet4Address, Map<String, Instant>> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  NamedAddresses(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void add(Inet4Address address, String name) {
    var names = addresses.remove(address); // the last told is the last to go
    if (names == null) {
      names = new HashMap<>();
    }
    if (names.size() < MAX_NAMES || names.containsKey(name)) {
      names.put(name, clock.instant().plus(KEPT));
    }
    addresses.put(address, names);
  }

  synchronized List<String> namesOf(Inet4Address address) {
    var now = clock.instant();
    var names = addresses.getOrDefault(address, Map.of());
    return names.entrySet().stream()
        .filter(entry -> entry.getValue().isAfter(now))
        .map(Map.Entry::getKey)
        .toList();
  }
}
