package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  @Test
  void columnsAreAlignedAndNumbersStandToTheRight() {
    var table = new Table("NAME", ">MS").row("python", "3.1").row("js", "128");

    assertThat(table.render(new Style(false)))
        .isEqualTo(
            """
            NAME     MS
            python  3.1
            js      128
            """);
  }

  @Test
  void queuesStandInOneTable() throws Exception {
    var queues =
        new ObjectMapper()
            .readTree(
                """
                [{"name":"dead","visible":0,"inFlight":0,"delayed":0,"oldestMillis":0,
                  "sentPerSecond":0,"receivedPerSecond":0,"deadLetterQueue":null},
                 {"name":"work","visible":1200,"inFlight":8,"delayed":1,"oldestMillis":300000,
                  "sentPerSecond":412.3,"receivedPerSecond":9.5,
                  "deadLetterQueue":"arn:aws:sqs:us-east-1:123456789012:dead"}]
                """);
    assertThat(QueuesCommand.render(queues, new Style(false)))
        .isEqualTo(
            """
            QUEUE  READY  IN FLIGHT  DELAYED  OLDEST  SENT/S  RECEIVED/S  DEAD LETTERS TO
            dead       0          0        0       -     0.0         0.0  -
            work    1200          8        1      5m     412         9.5  dead
            """);
  }

  @Test
  void grantsAndCallsStandBesideEachOther() throws Exception {
    var answer =
        new ObjectMapper()
            .readTree(
                """
                {"principal":"arn:aws:iam::123456789012:role/r","generalised":{},
                 "unused":[{"policy":"p","statement":2,"sid":"","whole":true,"actions":["s3:*"],
                    "resources":["*"]},
                   {"policy":"q","statement":1,"sid":"Queues","whole":false,
                    "actions":["sqs:PurgeQueue","logs:PutLogEvents"],"resources":["b"]}],
                 "missing":[{"action":"sns:Publish","resource":"t","allowed":0}],
                 "denied":[{"requestId":"r-1","time":"2026-03-01T12:00:00Z","action":"sns:Publish",
                   "resource":"t","said":"because no identity-based policy allows it",
                   "decidedBy":""}],
                 "calls":[{"allowed":2,"denied":0},{"allowed":0,"denied":1}]}
                """);
    assertThat(PolicyReport.render(answer, new Style(false)).replaceAll("03-01 ..:..", "03-01 T"))
        .isEqualTo(
            """
            arn:aws:iam::123456789012:role/r asked for 2 permissions on 3 occasions.

            Granted and never used:
              - statement 2 of p: all of it (s3:*)
              - statement Queues of q: sqs:PurgeQueue, logs:PutLogEvents; anything on b
              Hearth writes a function's log itself; on AWS its role needs the logs: actions.

            Asked for, and granted by none of its own policies:
              + sns:Publish on t

            Denied:
              03-01 T:00  sns:Publish on t because no identity-based policy allows it  r-1
            """);
    assertThat(PolicyReport.differs(answer)).isTrue();
  }

  @Test
  void aRowOfTheWrongWidthIsABug() {
    assertThatThrownBy(() -> new Table("A", "B").row("only")).hasMessage("cells: 1 (expected: 2)");
  }

  @ParameterizedTest
  @CsvSource({"250ms, PT0.25S", "30s, PT30S", "10m, PT10M", "2h, PT2H", "7d, PT168H"})
  void spansAreReadAsPeopleWriteThem(String text, Duration span) {
    assertThat(Spans.parse(text)).isEqualTo(span);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "m", "-5m", "1.5h", "10 m", "99999999d"})
  void otherSpansAreRefusedWithTheWayToWriteThem(String text) {
    assertThatThrownBy(() -> Spans.parse(text))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.next()).contains("10m"));
  }

  @ParameterizedTest
  @CsvSource({"PT59S, 59s", "PT119S, 119s", "PT2M, 2m", "PT119M, 119m", "PT2H, 2h", "PT48H, 2d"})
  void agesAreBrief(Duration span, String text) {
    assertThat(Spans.brief(span)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"420000, 0.42 ms", "3140000, 3.1 ms", "128400000, 128 ms"})
  void timesKeepTheDigitsThatMatter(long nanoseconds, String text) {
    assertThat(Spans.milliseconds(nanoseconds)).isEqualTo(text);
  }
}
