package dev.hearth.messaging.topics.delivery;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// When a failed delivery is tried again: at once, then after the shortest delay, then after delays
/// that grow from the shortest to the longest, then after the longest.
///
/// Source: Amazon SNS Developer Guide, "Amazon SNS message delivery retries".
///
/// @param retries in all; those that are in no other phase are in the one that grows
/// @param noDelay retries at once
/// @param minDelay retries after the shortest delay
/// @param maxDelay retries after the longest delay, at the end
public record RetryPhases(
    int minDelaySeconds,
    int maxDelaySeconds,
    int retries,
    int noDelay,
    int minDelay,
    int maxDelay,
    Backoff backoff) {

  /// For AWS's own endpoints: 100 015 times, over 23 days.
  static final RetryPhases MANAGED =
      new RetryPhases(1, 20, 100_015, 3, 2, 100_000, Backoff.EXPONENTIAL);

  /// How delays grow. AWS names the four and draws them, but gives no formulas: these begin at the
  /// shortest delay and end at the longest, as its do.
  public enum Backoff {
    /// By the same time each.
    LINEAR {
      @Override
      double progress(int step, int last) {
        return (double) step / last;
      }
    },
    /// By a time that itself grows by the same each.
    ARITHMETIC {
      @Override
      double progress(int step, int last) {
        return step * (step + 1.0) / (last * (last + 1.0));
      }
    },
    /// By powers of 1.5.
    GEOMETRIC {
      @Override
      double progress(int step, int last) {
        return (Math.pow(1.5, step) - 1) / (Math.pow(1.5, last) - 1);
      }
    },
    /// By powers of 2.
    EXPONENTIAL {
      @Override
      double progress(int step, int last) {
        return (Math.pow(2, step) - 1) / (Math.pow(2, last) - 1);
      }
    };

    /// From 0 at the first step to 1 at the last, which is not the first.
    abstract double progress(int step, int last);

    static Optional<Backoff> named(String word) {
      return Arrays.stream(values()).filter(function -> function.word().equals(word)).findFirst();
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How long to wait for a retry.
  ///
  /// @param number counts the retries from 1
  /// @return nothing after the last
  public Optional<Duration> delay(int number) {
    if (number > retries) {
      return Optional.empty();
    }
    if (number <= noDelay) {
      return Optional.of(Duration.ZERO);
    }
    if (number <= noDelay + minDelay) {
      return Optional.of(Duration.ofSeconds(minDelaySeconds));
    }
    if (number > retries - maxDelay) {
      return Optional.of(Duration.ofSeconds(maxDelaySeconds));
    }
    int step = number - noDelay - minDelay - 1;
    int last = retries - noDelay - minDelay - maxDelay - 1;
    double progress = last == 0 ? 0 : backoff.progress(step, last);
    return Optional.of(
        Duration.ofMillis(
            Math.round(
                1_000 * (minDelaySeconds + progress * (maxDelaySeconds - minDelaySeconds)))));
  }

  /// How long all retries take, if each fails at once.
  long totalSeconds() {
    var total = Duration.ZERO;
    for (int number = 1; number <= retries; number++) {
      total = total.plus(delay(number).orElse(Duration.ZERO));
    }
    return total.toSeconds();
  }
}
