package dev.hearth.messaging.buses.cloudevents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.buses.BusEvent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// An event of a bus as a CloudEvent, for targets whose templates ask for one: what came as a
/// CloudEvent as it came, and any other so that reading it back gives the same event. Source:
/// CloudEvents 1.0.2, "JSON Event Format", "HTTP Protocol Binding".
///
/// @param json in the JSON format; nobody changes it
public record OutgoingCloudEvent(ObjectNode json) {
  /// The template's variable that stands for the event in the JSON format.
  public static final String VARIABLE = "hearth.events.cloudevent";

  /// The same for its data, which HTTP sends with the attributes as headers.
  public static final String DATA_VARIABLE = "hearth.events.cloudevent.data";

  /// Of the structured mode.
  public static final String MEDIA_TYPE = "application/cloudevents+json; charset=utf-8";

  private static final String JSON_TYPE = "application/json";

  public static OutgoingCloudEvent of(BusEvent event) {
    return event.document().path("detail") instanceof ObjectNode detail && isCloudEvent(detail)
        ? new OutgoingCloudEvent(detail)
        : new OutgoingCloudEvent(made(event));
  }

  private static boolean isCloudEvent(ObjectNode detail) {
    return detail.path("specversion").asText().startsWith("1.")
        && detail.path("id").isTextual()
        && detail.path("source").isTextual()
        && detail.path("type").isTextual();
  }

  private static ObjectNode made(BusEvent event) {
    var resources = event.document().path("resources");
    var made = JsonNodeFactory.instance.objectNode();
    made.put("specversion", "1.0").put("id", event.id());
    made.put("source", encoded(event.source(), c -> "<>\"{}|\\^`%".indexOf(c) < 0));
    made.put("type", event.detailType());
    if (resources.size() == 1) {
      made.put("subject", resources.get(0).asText());
    }
    made.put("time", event.document().path("time").asText());
    made.put("datacontenttype", JSON_TYPE);
    made.set("data", event.document().path("detail"));
    return made;
  }

  /// Whether a template is one of these variables and nothing else.
  public static boolean isAsked(Target target, String variable) {
    var transformer = target.inputTransformer();
    return transformer != null
        && transformer.inputTemplate().strip().equals("<" + variable + ">")
        && !transformer.inputPathsMap().containsKey(variable);
  }

  /// What templates may say of it: JSON, a text, Base64, or `null` where there is nothing.
  public JsonNode data() {
    var data = json.has("data_base64") ? json.get("data_base64") : json.get("data");
    return data == null ? NullNode.instance : data;
  }

  /// The headers of the binary mode.
  public Map<String, String> headers() {
    var headers = new LinkedHashMap<String, String>();
    json.properties()
        .forEach(
            attribute -> {
              var name = attribute.getKey();
              var value = attribute.getValue().asText();
              if (name.equals("datacontenttype")) {
                headers.put("Content-Type", value);
              } else if (!name.equals("data") && !name.equals("data_base64")) {
                headers.put("ce-" + name, encoded(value, c -> c != '"' && c != '%'));
              }
            });
    headers.putIfAbsent("Content-Type", JSON_TYPE);
    return headers;
  }

  /// The body of the binary mode.
  public Payload body() {
    if (json.has("data_base64")) {
      return Payload.of(Base64.getDecoder().decode(json.path("data_base64").asText()));
    }
    var data = json.path("data");
    if (data.isMissingNode()) {
      return Payload.EMPTY;
    }
    boolean text = data.isTextual() && !isJson();
    return Payload.of(text ? data.asText() : data.toString());
  }

  /// Whether the body of the binary mode is JSON.
  public boolean isJson() {
    var type =
        Objects.requireNonNullElse(json.path("datacontenttype").textValue(), JSON_TYPE)
            .split(";", 2)[0]
            .strip();
    return !json.has("data_base64") && (type.endsWith("/json") || type.endsWith("+json"));
  }

  /// Percent-encodes what is neither printable ASCII nor allowed.
  private static String encoded(String text, IntPredicate allowed) {
    var encoded = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      if (each > ' ' && each < 0x7f && allowed.test(each)) {
        encoded.append((char) each);
      } else {
        encoded.append("%%%02X".formatted(each & 0xff));
      }
    }
    return encoded.toString();
  }
}
