package dev.hearth.secrets.secrets.rotation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How one secret is rotated, and how far it has come.
///
/// @param enabled whether it is rotated by itself
/// @param configured when it was set up, from which rates count
/// @param lastRotated null where it never was
/// @param next when the next rotation begins; null where none is to
/// @param token the version of the rotation under way; null where none is
/// @param attempts how often that was tried and failed
/// @param retry when it is tried next; null where none is under way
public record Rotation(
    long secretId,
    boolean enabled,
    String functionArn,
    RotationPlan plan,
    Instant configured,
    @Nullable Instant lastRotated,
    @Nullable Instant next,
    @Nullable String token,
    int attempts,
    @Nullable Instant retry) {

  /// A rotation that begins now.
  public Rotation begun(String newToken, Instant now) {
    return new Rotation(
        secretId, enabled, functionArn, plan, configured, lastRotated, null, newToken, 0, now);
  }

  /// One that failed once more.
  Rotation failed(Instant retryAt) {
    return new Rotation(
        secretId,
        enabled,
        functionArn,
        plan,
        configured,
        lastRotated,
        next,
        token,
        attempts + 1,
        retryAt);
  }

  /// One that is to be tried now.
  Rotation due(Instant now) {
    return new Rotation(
        secretId, enabled, functionArn, plan, configured, lastRotated, next, token, attempts, now);
  }

  /// One that succeeded.
  Rotation done(Instant now, RotationSchedules schedules) {
    return new Rotation(
        secretId,
        enabled,
        functionArn,
        plan,
        configured,
        now,
        enabled ? plan.next(now, configured, schedules) : null,
        null,
        0,
        null);
  }

  /// None any more, neither now nor later.
  public Rotation cancelled() {
    return new Rotation(
        secretId, false, functionArn, plan, configured, lastRotated, null, null, 0, null);
  }
}
