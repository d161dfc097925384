package dev.hearth.secrets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Maps and lists of texts as columns keep them.
public final class Json {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<TreeMap<String, String>> MAP = new TypeReference<>() {};
  private static final TypeReference<List<String>> LIST = new TypeReference<>() {};

  private Json() {}

  /// A map or a list of texts, as JSON.
  public static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no texts", e);
    }
  }

  /// What [#write] made of a map.
  public static Map<String, String> map(String column) {
    try {
      return Collections.unmodifiableMap(JSON.readValue(column, MAP));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a damaged column", e);
    }
  }

  /// What [#write] made of a list.
  public static List<String> list(String column) {
    try {
      return List.copyOf(JSON.readValue(column, LIST));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a damaged column", e);
    }
  }
}
