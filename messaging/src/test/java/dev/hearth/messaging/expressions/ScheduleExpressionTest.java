package dev.hearth.messaging.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleExpressionTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static List<String> times(String expression, String after, String zone, int most) {
    var parsed = ScheduleExpression.parse(expression).orElseThrow();
    var found = new ArrayList<String>();
    var at = Instant.parse(after);
    while (found.size() < most) {
      var next = parsed.next(at, START, ZoneId.of(zone));
      if (next.isEmpty()) {
        break;
      }
      at = next.get();
      found.add(at.toString());
    }
    return found;
  }

  /// The first times behind 2026-01-01T00:00:00Z, a Thursday.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cron(0 10 * * ? *)             | 2026-01-01T10:00:00Z
          cron(15 12 * * ? *)            | 2026-01-01T12:15:00Z
          cron(0 18 ? * MON-FRI *)       | 2026-01-01T18:00:00Z
          cron(0 8 1 * ? *)              | 2026-01-01T08:00:00Z
          cron(0/15 * * * ? *)           | 2026-01-01T00:15:00Z
          cron(0/5 8-17 ? * MON-FRI *)   | 2026-01-01T08:00:00Z
          cron(0/30 20-23 ? * SAT,SUN *) | 2026-01-03T20:00:00Z
          cron(0 9 ? * 2#1 *)            | 2026-01-05T09:00:00Z
          cron(0 9 ? * 6L *)             | 2026-01-30T09:00:00Z
          cron(0 9 ? * 1 *)              | 2026-01-04T09:00:00Z
          cron(0 9 L * ? *)              | 2026-01-31T09:00:00Z
          cron(0 9 3W * ? *)             | 2026-01-02T09:00:00Z
          cron(0 9 LW * ? *)             | 2026-01-30T09:00:00Z
          cron(0 9 ? JAN-MAR 7 2027)     | 2027-01-02T09:00:00Z
          rate(5 minutes)                | 2026-01-01T00:05:00Z
          rate(1 day)                    | 2026-01-02T00:00:00Z
          at(2026-11-20T13:00:00)        | 2026-11-20T13:00:00Z
          """)
  void anExpressionIsDueWhenAwsSaysSo(String expression, String first) {
    assertThat(times(expression, "2026-01-01T00:00:00Z", "UTC", 1)).containsExactly(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cron()",
        "cron(0 10 * * *)",
        "cron(0 10 * * * *)",
        "cron(0 10 ? * ? *)",
        "cron(60 10 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 10 32 * ? *)",
        "cron(0 10 * 13 ? *)",
        "cron(0 10 ? * 8 *)",
        "cron(0 10 * * ? 1969)",
        "cron(a b c d e f)",
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(0 minutes)",
        "rate(-1 minutes)",
        "rate(5 seconds)",
        "rate(5)",
        "at(2026-11-20)",
        "at(2026-13-20T13:00:00)",
        "every day"
      })
  void whatIsNoExpressionIsRefused(String expression) {
    assertThat(ScheduleExpression.parse(expression)).isEmpty();
  }

  @Test
  void aTimeThatClocksSkipIsSkipped() {
    assertThat(times("cron(30 2 * * ? *)", "2026-03-07T12:00:00Z", "America/New_York", 2))
        .containsExactly("2026-03-09T06:30:00Z", "2026-03-10T06:30:00Z");
  }

  @Test
  void aTimeThatClocksShowTwiceIsDueOnce() {
    assertThat(times("cron(30 1 * * ? *)", "2026-10-31T12:00:00Z", "America/New_York", 2))
        .containsExactly("2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z");
    assertThat(times("cron(0/30 * * * ? *)", "2026-11-01T05:00:00Z", "America/New_York", 3))
        .containsExactly("2026-11-01T05:30:00Z", "2026-11-01T07:00:00Z", "2026-11-01T07:30:00Z");
  }

  @Test
  void whatNeverComesHasNoTime() {
    assertThat(times("cron(0 0 1 1 ? 2020)", "2026-01-01T00:00:00Z", "UTC", 1)).isEmpty();
    assertThat(times("at(2020-01-01T00:00:00)", "2026-01-01T00:00:00Z", "UTC", 1)).isEmpty();
  }

  @Test
  void aRateCountsFromItsStart() {
    assertThat(times("rate(7 minutes)", "2026-01-01T00:20:00Z", "UTC", 2))
        .containsExactly("2026-01-01T00:21:00Z", "2026-01-01T00:28:00Z");
  }
}
