package dev.hearth.messaging.topics.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Maps of texts as columns keep them.
final class TextMap {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<TreeMap<String, String>> TYPE = new TypeReference<>() {};

  private TextMap() {}

  static String write(Map<String, String> map) {
    try {
      return JSON.writeValueAsString(map);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no texts", e);
    }
  }

  static Map<String, String> read(String column) {
    try {
      return Collections.unmodifiableMap(JSON.readValue(column, TYPE));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a damaged column", e);
    }
  }
}
