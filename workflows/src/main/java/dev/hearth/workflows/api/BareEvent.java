package dev.hearth.workflows.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.kernel.Payload;
import dev.hearth.wire.protocol.ModelJson;
import java.io.IOException;
import software.amazon.awssdk.services.lambda.model.Event;

/// An event without the data that users put into it.
final class BareEvent {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private BareEvent() {}

  static Event of(Event event) {
    try {
      var tree = MAPPER.readTree(ModelJson.write(event).bytes());
      strip(tree);
      return ModelJson.read(Payload.of(MAPPER.writeValueAsBytes(tree)), Event.builder()).build();
    } catch (IOException e) {
      throw new IllegalStateException("our own JSON", e);
    }
  }

  /// Every kind of data is a `Payload` beside a `Truncated` that says whether it was left out.
  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object && object.has("Truncated")) {
      object.put("Truncated", object.remove("Payload") != null);
    }
    node.forEach(BareEvent::strip);
  }
}
