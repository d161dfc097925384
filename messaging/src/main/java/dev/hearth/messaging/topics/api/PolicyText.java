package dev.hearth.messaging.topics.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// A topic's policy, to which statements are added and from which they are taken; all else of it
/// stays as it was written.
final class PolicyText {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final ObjectNode document;

  private PolicyText(ObjectNode document) {
    this.document = document;
  }

  /// Reads a policy that is one.
  static PolicyText parse(String policy) {
    try {
      return new PolicyText((ObjectNode) JSON.readTree(policy));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a damaged policy", e);
    }
  }

  boolean has(String sid) {
    return statements().stream().anyMatch(statement -> isNamed(statement, sid));
  }

  PolicyText with(JsonNode statement) {
    var longer = document.deepCopy();
    var statements = longer.putArray("Statement");
    statements().forEach(statements::add);
    statements.add(statement);
    return new PolicyText(longer);
  }

  PolicyText without(String sid) {
    var shorter = document.deepCopy();
    var statements = shorter.putArray("Statement");
    statements().stream().filter(statement -> !isNamed(statement, sid)).forEach(statements::add);
    return new PolicyText(shorter);
  }

  boolean isEmpty() {
    return statements().isEmpty();
  }

  /// One statement may stand alone.
  private List<JsonNode> statements() {
    var statement = document.path("Statement");
    return statement.isObject() ? List.of(statement) : statement.valueStream().toList();
  }

  private static boolean isNamed(JsonNode statement, String sid) {
    return statement.path("Sid").asText().equals(sid);
  }

  @Override
  public String toString() {
    return document.toString();
  }
}
