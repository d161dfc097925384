package dev.hearth.messaging.buses.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.messaging.buses.BusEvent;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternRequest;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternResponse;

/// Tells whether a pattern lets an event through.
final class TestEventPattern
    implements Operation<TestEventPatternRequest, TestEventPatternResponse> {
  private static final List<String> MANDATORY =
      List.of("id", "account", "source", "time", "region", "resources", "detail-type");

  @Override
  public Access access(TestEventPatternRequest input, Call call) {
    return Access.to("events:TestEventPattern", "*");
  }

  @Override
  public TestEventPatternResponse run(TestEventPatternRequest input, Call call) {
    var pattern = Patterns.compile(input.eventPattern());
    JsonNode event;
    try {
      event = BusEvent.JSON.readTree(input.event());
    } catch (JsonProcessingException _) {
      throw Refusals.invalid("Event", "It is no JSON.");
    }
    if (!event.isObject()) {
      throw Refusals.invalid("Event", "It is no JSON object.");
    }
    for (var field : MANDATORY) {
      if (!event.has(field)) {
        throw Refusals.invalid("Event", "The field " + field + " is missing.");
      }
    }
    return TestEventPatternResponse.builder().result(pattern.matches(event)).build();
  }
}
