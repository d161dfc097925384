package dev.hearth.messaging.expressions;

import com.cronutils.model.definition.CronConstraintsFactory;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `cron(minutes hours day-of-month month day-of-week year)` in AWS's dialect: Sunday is 1, one of
/// the two fields of days is `?`, and there are `L`, `W` and `#`.
final class Cron implements ScheduleExpression {
  private static final int FIELDS = 6;
  private static final int LAST_YEAR = 2199;

  /// More local times in a row are never skipped: a gap or an overlap is a day at most.
  private static final int MAX_SKIPPED = 24 * 60 * 2;

  private static final Pattern CHARACTERS = Pattern.compile("[0-9A-Z,*/?#-]+");
  private static final CronParser PARSER = new CronParser(dialect());

  private final String text;
  private final ExecutionTime times;

  private Cron(String text, ExecutionTime times) {
    this.text = text;
    this.times = times;
  }

  private static CronDefinition dialect() {
    return CronDefinitionBuilder.defineCron()
        .withMinutes()
        .withValidRange(0, 59)
        .withStrictRange()
        .and()
        .withHours()
        .withValidRange(0, 23)
        .withStrictRange()
        .and()
        .withDayOfMonth()
        .withValidRange(1, 31)
        .supportsL()
        .supportsW()
        .supportsLW()
        .supportsQuestionMark()
        .and()
        .withMonth()
        .withValidRange(1, 12)
        .and()
        .withDayOfWeek()
        .withValidRange(1, 7)
        .withMondayDoWValue(2)
        .supportsHash()
        .supportsL()
        .supportsQuestionMark()
        .and()
        .withYear()
        .withValidRange(1970, LAST_YEAR)
        .and()
        .withCronValidation(CronConstraintsFactory.ensureEitherDayOfWeekOrDayOfMonth())
        .instance();
  }

  static Optional<ScheduleExpression> parse(String text) {
    var upper = text.strip().toUpperCase(Locale.ROOT);
    var fields = upper.split("\\s+", -1);
    if (fields.length != FIELDS) {
      return Optional.empty();
    }
    for (var field : fields) {
      if (!CHARACTERS.matcher(field).matches()) {
        return Optional.empty();
      }
    }
    try {
      var cron = PARSER.parse(String.join(" ", fields)).validate();
      return Optional.of(new Cron(upper, ExecutionTime.forCron(cron)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// It is computed as if clocks were never set, and each time is then looked up in the zone: what
  /// the library does where they are set is not what AWS does.
  @Override
  public Optional<Instant> next(Instant after, Instant start, ZoneId zone) {
    var rules = zone.getRules();
    var floor = after.isBefore(start) ? start.minusMillis(1) : after;
    var local = LocalDateTime.ofInstant(floor, zone);
    for (int skipped = 0; skipped < MAX_SKIPPED; skipped++) {
      var next = times.nextExecution(local.atZone(ZoneOffset.UTC)).orElse(null);
      if (next == null || next.getYear() > LAST_YEAR) {
        return Optional.empty();
      }
      local = next.toLocalDateTime();
      var instant = instant(local, rules);
      if (instant != null && instant.isAfter(floor)) {
        return Optional.of(instant);
      }
    }
    return Optional.empty();
  }

  /// Null for a time that clocks skip; the first of one that they show twice.
  private static @Nullable Instant instant(LocalDateTime local, ZoneRules rules) {
    var offsets = rules.getValidOffsets(local);
    return offsets.isEmpty() ? null : local.toInstant(offsets.getFirst());
  }

  @Override
  public String toString() {
    return "cron(" + text + ")";
  }
}
