package dev.hearth.messaging.mappings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hearth.kernel.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;

/// For sources: records as filters see them. Source: AWS Lambda Developer Guide, "Using event
/// filtering with an Amazon SQS event source": data that is a JSON object is matched by patterns of
/// its members, any other as a text.
public final class Filterable {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private Filterable() {}

  /// A record, which is a JSON object of the source's own making.
  public static JsonNode record(Payload record) {
    try {
      return JSON.readTree(record.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it was made as JSON
    }
  }

  /// A record's data.
  public static JsonNode data(String text) {
    if (text.stripLeading().startsWith("{")) {
      try {
        var parsed = JSON.readTree(text);
        return parsed.isObject() ? parsed : TextNode.valueOf(text);
      } catch (JsonProcessingException _) {
        return TextNode.valueOf(text);
      }
    }
    return TextNode.valueOf(text);
  }
}
