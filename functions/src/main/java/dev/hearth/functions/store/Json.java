package dev.hearth.functions.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.functions.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Settings, maps and lists as the columns hold them.
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<List<String>> LIST = new TypeReference<>() {};
  private static final TypeReference<LinkedHashMap<String, String>> STRINGS =
      new TypeReference<>() {};

  private Json() {}

  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("unwritable", e);
    }
  }

  static Settings settings(String json) {
    try {
      return MAPPER.readValue(json, Settings.class);
    } catch (JsonProcessingException e) {
      throw damaged(e);
    }
  }

  static Map<String, String> strings(String json) {
    try {
      return java.util.Collections.unmodifiableMap(MAPPER.readValue(json, STRINGS));
    } catch (JsonProcessingException e) {
      throw damaged(e);
    }
  }

  public static List<String> list(String json) {
    try {
      return List.copyOf(MAPPER.readValue(json, LIST));
    } catch (JsonProcessingException e) {
      throw damaged(e);
    }
  }

  private static IllegalStateException damaged(JsonProcessingException e) {
    e.clearLocation(); // its source could hold secrets
    return new IllegalStateException("a damaged row of functions", e);
  }
}
