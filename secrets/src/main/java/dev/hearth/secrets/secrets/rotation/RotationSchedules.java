package dev.hearth.secrets.secrets.rotation;

import java.time.Instant;
import java.util.Optional;

/// Reads `rate(…)` and `cron(…)`. This part owns the port; the server joins it to the part that has
/// schedules.
@FunctionalInterface
public interface RotationSchedules {
  /// When something is due, in UTC.
  @FunctionalInterface
  interface Schedule {
    /// The first time behind `after`.
    ///
    /// @param start from which a rate counts
    Optional<Instant> next(Instant after, Instant start);
  }

  /// Nothing where the text is no expression.
  Optional<Schedule> parse(String expression);
}
