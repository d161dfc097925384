package dev.hearth.invocation;

import dev.hearth.identity.RoleCredentials.Credentials;
import dev.hearth.sandbox.SessionCredentials;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one sandbox's SDK is given whenever it asks: issued once, and again before they end.
final class SandboxCredentials implements SessionCredentials.Source {
  /// SDKs ask for others a quarter of an hour ahead.
  private static final Duration AHEAD = Duration.ofMinutes(30);

  private final Supplier<Credentials> issuer;
  private final Duration shown;
  private final InstantSource clock;
  private @Nullable Credentials issued; // guarded by this

  /// @param shown how long an SDK is told that it may use them, at most
  SandboxCredentials(Supplier<Credentials> issuer, Duration shown, InstantSource clock) {
    this.issuer = issuer;
    this.shown = shown;
    this.clock = clock;
  }

  @Override
  public synchronized SessionCredentials issue() {
    var now = clock.instant();
    var current = issued;
    if (current == null || current.expiration().minus(AHEAD).isBefore(now)) {
      current = issuer.get();
      issued = current;
    }
    return new SessionCredentials(
        current.accessKeyId(), current.secret(), current.sessionToken(), until(current, now));
  }

  private Instant until(Credentials current, Instant now) {
    var told = now.plus(shown);
    return told.isBefore(current.expiration()) ? told : current.expiration();
  }
}
