package dev.hearth.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// Spans of time as people write them: `30s`, `10m`, `2h`, `7d`.
final class Spans {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,6})(ms|s|m|h|d)");

  private Spans() {}

  /// @throws Failure where `text` is no such span
  static Duration parse(String text) {
    var found = SPAN.matcher(text);
    if (!found.matches()) {
      throw new Failure(
          "`" + text + "` is no span of time.", "Write a number and a unit: 30s, 10m, 2h, 7d.");
    }
    long number = Long.parseLong(found.group(1));
    return switch (found.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /// The largest unit that says enough: `5s`, `12m`, `3h`, `2d`.
  static String brief(Duration span) {
    if (span.compareTo(Duration.ofMinutes(2)) < 0) {
      return span.toSeconds() + "s";
    }
    if (span.compareTo(Duration.ofHours(2)) < 0) {
      return span.toMinutes() + "m";
    }
    return span.compareTo(Duration.ofDays(2)) < 0 ? span.toHours() + "h" : span.toDays() + "d";
  }

  /// For measured times: `0.42 ms`, `3.1 ms`, `128 ms`.
  static String milliseconds(long nanoseconds) {
    double ms = nanoseconds / 1e6;
    return String.format(Locale.ROOT, ms < 1 ? "%.2f ms" : ms < 100 ? "%.1f ms" : "%.0f ms", ms);
  }
}
