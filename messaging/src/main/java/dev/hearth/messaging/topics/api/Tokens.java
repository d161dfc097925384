package dev.hearth.messaging.topics.api;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;

/// Makes the tokens by which endpoints agree. Source: SNS's API reference, `Subscribe`.
final class Tokens {
  private static final int BYTES = 64;
  private static final Duration VALIDITY = Duration.ofDays(2);

  private final SecureRandom random;
  private final InstantSource clock;

  Tokens(SecureRandom random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  /// Nobody can guess it.
  String next() {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// When a token that is made now becomes useless.
  Instant validUntil() {
    return clock.instant().plus(VALIDITY);
  }

  /// Whether a token may still be used.
  boolean isValid(Instant until) {
    return clock.instant().isBefore(until);
  }
}
