package dev.hearth.messaging.buses.cloudevents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.buses.BusEvent;
import dev.hearth.messaging.buses.EventEntry;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads CloudEvents as EventBridge's events: `source` and `type` become the event's source and
/// detail-type, `time` its time, `subject` its one resource, and the detail is the CloudEvent in
/// its JSON format. Source: CloudEvents 1.0.2, "HTTP Protocol Binding", "JSON Event Format".
public final class CloudEvents {
  /// Most events of one batch, as of one PutEvents.
  public static final int LARGEST_BATCH = 10;

  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCHED = "application/cloudevents-batch+json";
  private static final String HEADER = "ce-";
  private static final Pattern ATTRIBUTE = Pattern.compile("[a-z0-9]{1,64}");
  private static final List<String> REQUIRED = List.of("id", "source", "specversion", "type");

  private CloudEvents() {}

  /// The events of a request: one, in the structured or the binary mode, or a batch.
  ///
  /// @param headers by name, in any case
  /// @throws ServiceException `ValidationException` for what is no CloudEvent
  public static List<EventEntry> read(Map<String, String> headers, byte[] body) {
    var type = header(headers, "content-type");
    var media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (media.equals(BATCHED)) {
      var batch = json(body);
      if (!batch.isArray() || batch.size() > LARGEST_BATCH) {
        throw invalid("A batch is an array of " + LARGEST_BATCH + " events at most.");
      }
      var entries = new ArrayList<EventEntry>();
      batch.forEach(each -> entries.add(entry(each)));
      return List.copyOf(entries);
    }
    if (media.equals(STRUCTURED)) {
      return List.of(entry(json(body)));
    }
    if (media.startsWith("application/cloudevents")) {
      throw invalid("Of the event formats only JSON is known.");
    }
    return List.of(entry(binary(headers, type, media, body)));
  }

  private static ObjectNode binary(
      Map<String, String> headers, String type, String media, byte[] body) {
    var event = JsonNodeFactory.instance.objectNode();
    headers.forEach(
        (name, value) -> {
          var lower = name.toLowerCase(Locale.ROOT);
          if (lower.startsWith(HEADER)) {
            event.put(lower.substring(HEADER.length()), decoded(value));
          }
        });
    if (!type.isEmpty()) {
      event.put("datacontenttype", type);
    }
    if (body.length == 0) {
      return event;
    }
    if (media.isEmpty() || media.equals("application/json") || media.endsWith("+json")) {
      event.set("data", json(body));
    } else if (media.startsWith("text/")) {
      event.put("data", new String(body, StandardCharsets.UTF_8));
    } else {
      event.put("data_base64", Base64.getEncoder().encodeToString(body));
    }
    return event;
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw invalid("A header is not percent-encoded well.");
    }
  }

  private static EventEntry entry(JsonNode event) {
    if (!event.isObject()) {
      throw invalid("An event is a JSON object.");
    }
    for (var name : REQUIRED) {
      if (!event.path(name).isTextual() || event.path(name).asText().isEmpty()) {
        throw invalid("The attribute " + name + " is missing.");
      }
    }
    if (!event.path("specversion").asText().startsWith("1.")) {
      throw invalid("The specversion must be 1.0.");
    }
    for (var attribute : event.properties()) {
      boolean data = attribute.getKey().startsWith("data");
      if (!data
          && (!ATTRIBUTE.matcher(attribute.getKey()).matches()
              || attribute.getValue().isContainerNode())) {
        throw invalid("No attribute can be so: " + attribute.getKey());
      }
    }
    var subject = event.path("subject").asText();
    return new EventEntry(
        event.path("source").asText(),
        event.path("type").asText(),
        event.toString(),
        subject.isEmpty() ? List.of() : List.of(subject),
        time(event.path("time")),
        null);
  }

  private static @Nullable Instant time(JsonNode time) {
    if (time.isMissingNode() || time.isNull()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(time.asText()).toInstant();
    } catch (DateTimeException _) {
      throw invalid("The time is none of RFC 3339.");
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return BusEvent.JSON.readTree(body);
    } catch (JsonProcessingException _) {
      throw invalid("The body is no JSON.");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e); // reading memory does no I/O
    }
  }

  private static String header(Map<String, String> headers, String name) {
    for (var header : headers.entrySet()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return header.getValue();
      }
    }
    return "";
  }

  private static ServiceException invalid(String message) {
    return new ServiceException("ValidationException", 400, message);
  }
}
