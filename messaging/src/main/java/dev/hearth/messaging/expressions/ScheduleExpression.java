package dev.hearth.messaging.expressions;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// When something is due. Source: Amazon EventBridge User Guide, "Schedule types in EventBridge
/// Scheduler" and "Setting a schedule pattern for scheduled rules".
public sealed interface ScheduleExpression
    permits ScheduleExpression.Rate, ScheduleExpression.At, Cron {
  /// The first time behind `after`, or nothing where there is none.
  ///
  /// Where clocks go forward, local times that do not exist are skipped; where they go back, those
  /// that come twice count once.
  ///
  /// @param start from which a rate counts
  /// @param zone whose clocks a `cron` or an `at` means
  Optional<Instant> next(Instant after, Instant start, ZoneId zone);

  /// `rate(5 minutes)`.
  record Rate(Duration period) implements ScheduleExpression {
    @Override
    public Optional<Instant> next(Instant after, Instant start, ZoneId zone) {
      if (after.isBefore(start)) {
        return Optional.of(start);
      }
      long periods = Duration.between(start, after).dividedBy(period) + 1;
      return Optional.of(start.plus(period.multipliedBy(periods)));
    }
  }

  /// `at(2026-11-20T13:00:00)`.
  record At(LocalDateTime time) implements ScheduleExpression {
    @Override
    public Optional<Instant> next(Instant after, Instant start, ZoneId zone) {
      return Optional.of(time.atZone(zone).toInstant()).filter(at -> at.isAfter(after));
    }
  }

  /// Reads an expression, or answers nothing where it is none.
  static Optional<ScheduleExpression> parse(String text) {
    var form = Forms.CALL.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    var inner = form.group(2);
    return Optional.ofNullable(
        switch (form.group(1)) {
          case "rate" -> Forms.rate(inner);
          case "at" -> Forms.at(inner);
          default -> Cron.parse(inner).orElse(null);
        });
  }

  /// How expressions are written.
  final class Forms {
    private static final Pattern CALL = Pattern.compile("(rate|cron|at)\\((.+)\\)");
    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,8}) (minute|hour|day)(s?)");
    private static final Pattern TIME =
        Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}");

    private Forms() {}

    private static @Nullable ScheduleExpression rate(String text) {
      var form = RATE.matcher(text);
      if (!form.matches() || form.group(1).equals("1") != form.group(3).isEmpty()) {
        return null; // one is singular, more are plural
      }
      long value = Long.parseLong(form.group(1));
      return new Rate(
          switch (form.group(2)) {
            case "minute" -> Duration.ofMinutes(value);
            case "hour" -> Duration.ofHours(value);
            default -> Duration.ofDays(value);
          });
    }

    private static @Nullable ScheduleExpression at(String text) {
      try {
        return TIME.matcher(text).matches() ? new At(LocalDateTime.parse(text)) : null;
      } catch (DateTimeException _) {
        return null;
      }
    }
  }
}
