package dev.hearth.secrets.secrets.rotation;

import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.secrets.SecretRefusals;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// When a secret is rotated. Source: Secrets Manager User Guide, "Rotation schedules".
///
/// @param days between rotations, 1 to 1 000; null where an expression says when, or nothing does
/// @param expression `rate(…)` of at least four hours, or `cron(0 …)`; null where days say when
/// @param duration of the window in which a rotation is to happen, such as `3h`; null for the rest
///   of the day
public record RotationPlan(
    @Nullable Integer days, @Nullable String expression, @Nullable String duration) {
  /// Nothing is rotated by itself.
  public static final RotationPlan NEVER = new RotationPlan(null, null, null);

  private static final Pattern HOURS = Pattern.compile("([1-9][0-9]?)h");
  private static final Pattern FORM =
      Pattern.compile("rate\\([0-9]+ (?:hours?|days?)\\)|cron\\(0 .+\\)");
  private static final Duration SHORTEST = Duration.ofHours(4);

  /// Refuses what is no plan.
  ///
  /// @throws ServiceException `InvalidParameterException`
  public RotationPlan checked(RotationSchedules schedules) {
    if (days != null && expression != null) {
      throw SecretRefusals.invalidParameter(
          "You can't specify both AutomaticallyAfterDays and ScheduleExpression.");
    }
    if (duration != null && hours().isEmpty()) {
      throw SecretRefusals.invalidParameter("Duration: 1h to 24h is expected.");
    }
    if (expression != null) {
      var schedule =
          FORM.matcher(expression).matches()
              ? schedules.parse(expression)
              : Optional.<RotationSchedules.Schedule>empty();
      var first = schedule.flatMap(each -> each.next(Instant.EPOCH, Instant.EPOCH));
      var second = first.flatMap(at -> schedule.get().next(at, Instant.EPOCH));
      if (schedule.isEmpty()
          || (second.isPresent() && second.get().isBefore(first.get().plus(SHORTEST)))) {
        throw SecretRefusals.invalidParameter(
            "ScheduleExpression: rate(VALUE UNIT) of at least 4 hours, or a cron expression whose"
                + " minutes are 0 and whose times are at least 4 hours apart, is expected.");
      }
    }
    return this;
  }

  /// When the first rotation behind `after` begins; null where none does.
  ///
  /// @param configured from which rates count
  public @Nullable Instant next(Instant after, Instant configured, RotationSchedules schedules) {
    if (expression != null) {
      return schedules
          .parse(expression)
          .flatMap(schedule -> schedule.next(after, configured))
          .orElse(null);
    }
    return days == null ? null : after.plus(days, ChronoUnit.DAYS);
  }

  /// By when a rotation that begins then is to be done.
  public Instant end(Instant begin) {
    return hours()
        .map(begin::plus)
        .orElseGet(() -> begin.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS));
  }

  private Optional<Duration> hours() {
    if (duration == null) {
      return Optional.empty();
    }
    var form = HOURS.matcher(duration);
    return form.matches() && Integer.parseInt(form.group(1)) <= 24
        ? Optional.of(Duration.ofHours(Integer.parseInt(form.group(1))))
        : Optional.empty();
  }
}
