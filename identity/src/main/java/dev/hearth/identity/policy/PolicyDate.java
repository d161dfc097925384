package dev.hearth.identity.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Dates as policies write them: W3C's profiles of ISO 8601, or seconds since 1970.
///
/// Source: https://www.w3.org/TR/NOTE-datetime.
final class PolicyDate {
  private static final int YEAR = "2026".length();
  private static final int MONTH = "2026-11".length();
  private static final int DAY = "2026-11-21".length();

  private PolicyDate() {}

  /// The instant, or null where `text` is no date.
  static @Nullable Instant parse(String text) {
    try {
      if (text.length() == MONTH && text.charAt(YEAR) == '-') {
        return startOf(YearMonth.parse(text).atDay(1));
      }
      if (text.length() == DAY && text.charAt(YEAR) == '-') {
        return startOf(LocalDate.parse(text));
      }
      if (text.indexOf('T') == DAY) {
        return OffsetDateTime.parse(text).toInstant();
      }
      var number = Long.parseLong(text);
      return text.length() == YEAR
          ? startOf(LocalDate.of((int) number, 1, 1))
          : Instant.ofEpochSecond(number);
    } catch (DateTimeException | NumberFormatException _) {
      return null;
    }
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
