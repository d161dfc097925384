package dev.hearth.messaging.sources;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.RecordTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A message of a broker that AWS has no record for, as a CloudEvent. Source: CloudEvents 1.0.2,
/// "JSON Event Format".
///
/// Where the sender does not say what the data are, JSON objects and arrays are taken for JSON, and
/// other UTF-8 for text; what is neither is Base64.
///
/// @param type such as `dev.hearth.mqtt.message`
/// @param subject what the broker calls the topic
/// @param contentType what the sender says; null where it says nothing
/// @param headers what the sender says beside, in its order. Each becomes an attribute, its name in
///   lower case without what is neither letter nor digit; of one name the first
public record SourceEvent(
    String id,
    Arn source,
    String type,
    String subject,
    Instant time,
    @Nullable String contentType,
    Payload data,
    List<Map.Entry<String, String>> headers) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final ObjectMapper READER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /// Attributes that no header may set.
  private static final Set<String> OWN =
      Set.of(
          "specversion",
          "id",
          "source",
          "type",
          "subject",
          "time",
          "datacontenttype",
          "dataschema",
          "data");

  public Payload write() {
    var out = new ByteArrayOutputStream(1_024);
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("specversion", "1.0");
      json.writeStringField("id", id);
      json.writeStringField("source", source.toString());
      json.writeStringField("type", type);
      json.writeStringField("subject", subject);
      json.writeStringField("time", RecordTime.text(time));
      attributes(json);
      data(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does no I/O
    }
    return Payload.of(out.toByteArray());
  }

  private void attributes(JsonGenerator json) throws IOException {
    var taken = new HashSet<>(OWN);
    for (var header : headers) {
      var name = header.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
      if (!name.isEmpty() && taken.add(name)) {
        json.writeStringField(name, header.getValue());
      }
    }
  }

  private void data(JsonGenerator json) throws IOException {
    var text = text();
    var type = contentType == null ? guess(text) : contentType;
    json.writeStringField("datacontenttype", type);
    if (text != null && isJson(type) && parses(text)) {
      json.writeFieldName("data");
      json.writeRawValue(text);
    } else if (text != null && type.startsWith("text/")) {
      json.writeStringField("data", text);
    } else {
      json.writeStringField("data_base64", Base64.getEncoder().encodeToString(data.bytes()));
    }
  }

  private static String guess(@Nullable String text) {
    if (text == null) {
      return "application/octet-stream";
    }
    var start = text.stripLeading();
    return (start.startsWith("{") || start.startsWith("[")) && parses(text)
        ? "application/json"
        : "text/plain";
  }

  private @Nullable String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data.bytes())).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  private static boolean isJson(String type) {
    var bare = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return bare.endsWith("/json") || bare.endsWith("+json");
  }

  private static boolean parses(String text) {
    try {
      return !READER.readTree(text).isMissingNode();
    } catch (JsonProcessingException _) {
      return false;
    }
  }
}
