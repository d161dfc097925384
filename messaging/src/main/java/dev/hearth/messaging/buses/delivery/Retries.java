package dev.hearth.messaging.buses.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.RetryPolicy;

/// How long a target is tried: by default for 24 hours and 185 times, with longer and longer pauses
/// of random length. Source: Amazon EventBridge User Guide, "How EventBridge retries delivering
/// events", which does not tell the pauses.
///
/// @param attempts beyond the first
public record Retries(int attempts, Duration age) {
  private static final int DEFAULT_ATTEMPTS = 185;
  private static final Duration DEFAULT_AGE = Duration.ofHours(24);
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /// @param policy null for the default
  public static Retries of(@Nullable RetryPolicy policy) {
    if (policy == null) {
      return of(null, null);
    }
    return of(policy.maximumRetryAttempts(), policy.maximumEventAgeInSeconds());
  }

  /// @param attempts null for the default
  /// @param ageSeconds null for the default
  public static Retries of(@Nullable Integer attempts, @Nullable Integer ageSeconds) {
    return new Retries(
        attempts == null ? DEFAULT_ATTEMPTS : attempts,
        ageSeconds == null ? DEFAULT_AGE : Duration.ofSeconds(ageSeconds));
  }

  /// What follows a failed attempt.
  public sealed interface Next {
    /// Another one.
    record At(Instant time) implements Next {}

    /// Nothing more.
    ///
    /// @param condition `MaximumRetryAttempts` or `MaximumEventAgeInSeconds`
    record Exhausted(String condition) implements Next {}
  }

  /// @param made attempts so far, at least one
  /// @param begun when the event was taken in
  public Next after(int made, Instant begun, Instant now, RandomGenerator random) {
    if (made > attempts) {
      return new Next.Exhausted("MaximumRetryAttempts");
    }
    var next = now.plus(pause(made, random));
    return next.isAfter(begun.plus(age))
        ? new Next.Exhausted("MaximumEventAgeInSeconds")
        : new Next.At(next);
  }

  private static Duration pause(int made, RandomGenerator random) {
    long whole = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(made - 1, 20));
    return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
  }
}
