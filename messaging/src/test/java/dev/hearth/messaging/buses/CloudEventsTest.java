package dev.hearth.messaging.buses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.messaging.buses.cloudevents.CloudEvents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventsTest {
  private static List<EventEntry> read(Map<String, String> headers, String body) {
    return CloudEvents.read(headers, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aBinaryEventIsItsHeadersAndItsBody() {
    var entry =
        read(
                Map.of(
                    "Content-Type", "application/json",
                    "ce-specversion", "1.0",
                    "CE-Type", "order",
                    "ce-source", "/shop",
                    "ce-id", "1",
                    "ce-subject", "a%20b",
                    "ce-time", "2026-01-01T01:00:00+01:00"),
                "{\"n\":1}")
            .getFirst();
    assertThat(entry.source()).isEqualTo("/shop");
    assertThat(entry.detailType()).isEqualTo("order");
    assertThat(entry.resources()).containsExactly("a b");
    assertThat(entry.time()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(entry.detail()).contains("\"data\":{\"n\":1}").contains("\"id\":\"1\"");
  }

  @Test
  void dataThatIsNoTextIsInBase64() {
    var headers =
        Map.of(
            "content-type", "image/png",
            "ce-specversion", "1.0",
            "ce-type", "t",
            "ce-source", "s",
            "ce-id", "1");
    assertThat(read(headers, "ab").getFirst().detail()).contains("\"data_base64\":\"YWI=\"");
  }

  @Test
  void aBatchIsSeveralEvents() {
    var event = "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"s\",\"id\":\"1\"}";
    var headers = Map.of("content-type", "application/cloudevents-batch+json; charset=UTF-8");
    assertThat(read(headers, "[" + event + "," + event + "]")).hasSize(2);
    assertThatThrownBy(() -> read(headers, "[" + (event + ",").repeat(10) + event + "]"))
        .hasMessageContaining("10 events at most");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"type":"t","source":"s","id":"1"}                                   | specversion is missing
          {"specversion":"0.3","type":"t","source":"s","id":"1"}               | must be 1.0
          {"specversion":"1.0","type":"t","source":"s"}                        | id is missing
          {"specversion":"1.0","type":"t","source":"s","id":"1","x":{}}        | No attribute can be so
          {"specversion":"1.0","type":"t","source":"s","id":"1","time":"now"}  | RFC 3339
          [                                                                    | no JSON
          []                                                                   | a JSON object
          """)
  void whatIsNoCloudEventIsRefused(String body, String why) {
    assertThatThrownBy(() -> read(Map.of("content-type", "application/cloudevents+json"), body))
        .hasMessageContaining(why);
  }
}
