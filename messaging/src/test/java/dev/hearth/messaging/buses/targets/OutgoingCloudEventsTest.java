package dev.hearth.messaging.buses.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.buses.BusEvent;
import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.RuleReference;
import dev.hearth.messaging.buses.cloudevents.CloudEvents;
import dev.hearth.messaging.buses.delivery.Shipment;
import dev.hearth.messaging.buses.delivery.TargetInput;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// CloudEvents that go to targets which ask for them.
class OutgoingCloudEventsTest {
  private static final BusReference BUS =
      new BusReference(new AccountId("123456789012"), new Region("us-east-1"), "default");
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private static JsonNode json(String text) {
    try {
      return BusEvent.JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BusEvent event(String source, String type, String detail) {
    return BusEvent.of("e-1", BUS, source, type, TIME, List.of("arn:x"), json(detail), TIME, null);
  }

  private static Shipment shipment(BusEvent event, String template) {
    var target =
        Target.builder()
            .id("t")
            .inputTransformer(t -> t.inputPathsMap(Map.of()).inputTemplate(template))
            .build();
    TargetInput.check(target);
    var rule = new RuleReference(BUS, "r");
    return new Shipment(rule, target, event, TargetInput.of(target, rule, event));
  }

  @Test
  void anEventOfAwsBecomesACloudEventInTheStructuredMode() {
    var shipment =
        shipment(event("my shop", "Order Placed", "{\"n\":1}"), "<hearth.events.cloudevent>");

    assertThat(json(shipment.body().text()))
        .isEqualTo(
            json(
                """
                {"specversion":"1.0","id":"e-1","source":"my%20shop","type":"Order Placed",
                 "subject":"arn:x","time":"2026-01-01T00:00:00Z",
                 "datacontenttype":"application/json","data":{"n":1}}
                """));
    var content = ApiDestinationTarget.content(shipment);
    assertThat(content.headers())
        .isEqualTo(Map.of("Content-Type", "application/cloudevents+json; charset=utf-8"));
    assertThat(content.body()).isEqualTo(shipment.body());
  }

  @Test
  void anEndpointIsSentTheAttributesAsHeadersInTheBinaryMode() {
    var event = event("shop", "Bestellung \"geändert\"", "{\"n\":1}");

    var content = ApiDestinationTarget.content(shipment(event, "<hearth.events.cloudevent.data>"));

    assertThat(content.headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("ce-specversion", "1.0")
        .containsEntry("ce-id", "e-1")
        .containsEntry("ce-source", "shop")
        .containsEntry("ce-type", "Bestellung%20%22ge%C3%A4ndert%22")
        .containsEntry("ce-time", "2026-01-01T00:00:00Z");
    assertThat(content.body().text()).isEqualTo("{\"n\":1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"data\":{\"n\":1.50}",
        "\"datacontenttype\":\"application/json\",\"data\":\"text\"",
        "\"datacontenttype\":\"text/plain\",\"data\":\"héllo\"",
        "\"datacontenttype\":\"image/png\",\"data_base64\":\"/wA=\"",
        "\"traceparent\":\"00-1\",\"subject\":\"a b\""
      })
  void whatCameAsACloudEventGoesAsItCame(String more) {
    var came =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"," + more + "}";
    var event = event("/s", "t", came);

    var structured = shipment(event, " <hearth.events.cloudevent> ");
    assertThat(json(structured.body().text())).isEqualTo(json(came));

    var binary = ApiDestinationTarget.content(shipment(event, "<hearth.events.cloudevent.data>"));
    var read = CloudEvents.read(binary.headers(), binary.body().bytes()).getFirst();
    var expected = (com.fasterxml.jackson.databind.node.ObjectNode) json(came);
    if (!expected.has("datacontenttype")) {
      expected.put("datacontenttype", "application/json"); // which HTTP says
    }
    assertThat(json(String.valueOf(read.detail()))).isEqualTo(expected);
  }

  @Test
  void aCloudEventMayBePartOfATemplate() {
    var shipment =
        shipment(event("shop", "t", "{\"n\":1}"), "{\"event\":<hearth.events.cloudevent>}");
    assertThat(json(shipment.body().text()).at("/event/data/n").asInt()).isEqualTo(1);
    assertThat(ApiDestinationTarget.content(shipment).headers().get("Content-Type"))
        .isEqualTo("application/json; charset=utf-8");
  }
}
