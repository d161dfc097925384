package dev.hearth.messaging.queues;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.hearth.kernel.Payload;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Maps as their columns hold them.
final class Json {
  private static final JsonFactory JSON = new JsonFactory();

  private Json() {}

  static String write(Map<String, String> texts) {
    var out = new StringWriter();
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      for (var entry : texts.entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does no I/O
    }
    return out.toString();
  }

  static Map<String, String> read(String column) {
    var texts = new LinkedHashMap<String, String>();
    try (var json = JSON.createParser(column)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        var name = json.currentName();
        json.nextToken();
        texts.put(name, json.getText());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  /// @return null where there are none
  static @Nullable String writeAttributes(Map<String, MessageAttribute> attributes) {
    if (attributes.isEmpty()) {
      return null;
    }
    var out = new StringWriter();
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      for (var entry : attributes.entrySet()) {
        var attribute = entry.getValue();
        json.writeArrayFieldStart(entry.getKey());
        json.writeString(attribute.dataType());
        if (attribute.binary() != null) {
          json.writeNull();
          json.writeBinary(attribute.binary().bytes());
        } else {
          json.writeString(attribute.string());
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  static Map<String, MessageAttribute> readAttributes(@Nullable String column) {
    if (column == null) {
      return Map.of();
    }
    var attributes = new LinkedHashMap<String, MessageAttribute>();
    try (var json = JSON.createParser(column)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        var name = json.currentName();
        json.nextToken();
        var type = json.nextTextValue();
        if (json.nextToken() == JsonToken.VALUE_NULL) {
          json.nextToken();
          attributes.put(name, new MessageAttribute(type, null, Payload.of(json.getBinaryValue())));
        } else {
          attributes.put(name, new MessageAttribute(type, json.getText(), null));
        }
        json.nextToken();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return attributes;
  }
}
