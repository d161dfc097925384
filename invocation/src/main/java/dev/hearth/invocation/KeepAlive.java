package dev.hearth.invocation;

import dev.hearth.functions.FunctionVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// How long an idle sandbox is kept: as long as the calls of its function have come apart so far,
/// so that one that is called every hour is not cold every hour.
///
/// It only ever lengthens what the node grants to all, for a full node makes room by itself. Pauses
/// of less than a minute say nothing; of the others nine in ten shall be bridged. What was seen
/// weighs half as much after every 64 pauses, so that a new pattern is learned.
///
/// Not safe for use by several threads: [Roster] guards it.
final class KeepAlive {
  private static final int FUNCTIONS = 10_000;
  private static final int LEAST_PAUSES = 3;
  private static final int MOST_PAUSES = 64;
  private static final double BRIDGED = 0.9;

  /// Bucket `i` ends at a minute times 2^(i/2): the last at 8.5 hours.
  private static final int BUCKETS = 19;

  private record Key(String account, String region, String name, String version) {
    static Key of(FunctionVersion version) {
      return new Key(
          version.account().digits(), version.region().name(), version.name(), version.version());
    }
  }

  private static final class Pauses {
    final int[] buckets = new int[BUCKETS];
    Instant lastCall;
    int seen;

    Pauses(Instant lastCall) {
      this.lastCall = lastCall;
    }

    void add(int bucket) {
      buckets[bucket]++;
      seen++;
      if (seen == MOST_PAUSES) {
        seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
          buckets[i] /= 2;
          seen += buckets[i];
        }
      }
    }

    /// The bucket that nine in ten pauses are not above.
    int bridging() {
      int covered = 0;
      int bucket = 0;
      while (covered + buckets[bucket] < seen * BRIDGED) {
        covered += buckets[bucket];
        bucket++;
      }
      return bucket;
    }
  }

  // Whoever was called longest ago is forgotten first.
  private final Map<Key, Pauses> functions =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Pauses> eldest) {
          return size() > FUNCTIONS;
        }
      };

  private final Duration least;
  private final Duration most;

  /// @param least for every function
  /// @param most for any
  KeepAlive(Duration least, Duration most) {
    this.least = least;
    this.most = most;
  }

  /// A function is called.
  void called(FunctionVersion version, Instant now) {
    var pauses = functions.computeIfAbsent(Key.of(version), _ -> new Pauses(now));
    var pause = Duration.between(pauses.lastCall, now);
    pauses.lastCall = now;
    if (pause.compareTo(Duration.ofMinutes(1)) >= 0) {
      pauses.add(bucket(pause));
    }
  }

  /// How long an idle sandbox of `version` is kept after its last call.
  Duration of(FunctionVersion version) {
    var pauses = functions.get(Key.of(version));
    if (pauses == null || pauses.seen < LEAST_PAUSES) {
      return least;
    }
    var learned = end(pauses.bridging());
    if (learned.compareTo(least) < 0) {
      return least;
    }
    return learned.compareTo(most) > 0 ? most : learned;
  }

  private static int bucket(Duration pause) {
    double minutes = pause.toMillis() / 60_000.0;
    return Math.min(BUCKETS - 1, (int) Math.ceil(2 * Math.log(minutes) / Math.log(2)));
  }

  private static Duration end(int bucket) {
    return Duration.ofMillis((long) (60_000 * Math.pow(2, bucket / 2.0)));
  }
}
