package dev.hearth.messaging.sources.redis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.RecordTime;
import dev.hearth.messaging.mappings.StreamReader.Item;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An entry of a stream.
///
/// @param id such as `1526919030474-0`
/// @param fields in their order; of those of one name the last
record RedisEntry(String id, Map<String, byte[]> fields) {
  private static final JsonFactory JSON = new JsonFactory();

  /// As Redis answers it: the id, and names and values in turn.
  static RedisEntry of(Object answer) {
    var parts = (List<?>) answer;
    var fields = new LinkedHashMap<String, byte[]>();
    var names = ((List<?>) parts.get(1)).iterator();
    while (names.hasNext()) {
      fields.put(text(names.next()), (byte[]) names.next());
    }
    return new RedisEntry(text(parts.get(0)), fields);
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  Item item(Arn source, String key) {
    var time = Instant.ofEpochMilli(Long.parseUnsignedLong(id, 0, id.indexOf('-'), 10));
    return new Item(id, id, "", time, event(source, key, time));
  }

  /// A CloudEvent, whose data are the entry's fields; a value that is no text is `{"base64":
  /// "..."}`. Source: CloudEvents 1.0.2, "JSON Event Format".
  private Payload event(Arn source, String key, Instant time) {
    var out = new ByteArrayOutputStream(1_024);
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("specversion", "1.0");
      json.writeStringField("id", id);
      json.writeStringField("source", source.toString());
      json.writeStringField("type", "dev.hearth.redis.entry");
      json.writeStringField("subject", key);
      json.writeStringField("time", RecordTime.text(time));
      json.writeStringField("datacontenttype", "application/json");
      json.writeObjectFieldStart("data");
      for (var field : fields.entrySet()) {
        json.writeFieldName(field.getKey());
        value(json, field.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does no I/O
    }
    return Payload.of(out.toByteArray());
  }

  private static void value(JsonGenerator json, byte[] value) throws IOException {
    try {
      json.writeString(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
    } catch (CharacterCodingException _) {
      json.writeStartObject();
      json.writeStringField("base64", Base64.getEncoder().encodeToString(value));
      json.writeEndObject();
    }
  }
}
