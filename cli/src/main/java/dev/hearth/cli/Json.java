package dev.hearth.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// JSON for programs: what `--json` prints and what Hearth's own endpoints answer.
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /// One line.
  ///
  /// @param value a record, a map, a list, a number, a string
  public static String of(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("value: " + value.getClass(), e);
    }
  }

  /// @throws Failure where `text` is no JSON
  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Failure("This is not JSON: " + e.getOriginalMessage(), null, e);
    }
  }
}
