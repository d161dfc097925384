package dev.hearth.functions.policies;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.kernel.ServiceException;
import java.util.List;
import java.util.stream.Stream;

/// A resource's policy, made of permissions that are added and removed one by one. Immutable.
public final class PolicyDocument {
  /// Source: "Lambda quotas", resource-based policy.
  static final int MAX_BYTES = 20_480;

  private static final ObjectMapper JSON = new ObjectMapper();

  /// Allows nothing.
  public static final PolicyDocument EMPTY = new PolicyDocument(List.of());

  private final List<JsonNode> statements;

  private PolicyDocument(List<JsonNode> statements) {
    this.statements = statements;
  }

  /// Reads what [#json] wrote.
  public static PolicyDocument parse(String json) {
    try {
      return new PolicyDocument(JSON.readTree(json).path("Statement").valueStream().toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a damaged policy", e);
    }
  }

  /// @throws ServiceException `ResourceConflictException` where the statement's id is taken;
  ///   `PolicyLengthExceededException`
  public PolicyDocument with(PolicyStatement statement) {
    if (has(statement.sid())) {
      throw Refusals.conflict(
          "The statement id (%s) provided already exists. Please provide a new statement id, or remove the existing statement."
              .formatted(statement.sid()));
    }
    var longer =
        new PolicyDocument(
            Stream.concat(statements.stream(), Stream.of(statement.json())).toList());
    int size = longer.json().getBytes(UTF_8).length;
    if (size > MAX_BYTES) {
      throw new ServiceException(
              "PolicyLengthExceededException",
              400,
              "The final policy size (%d) is bigger than the limit (%d)."
                  .formatted(size, MAX_BYTES))
          .with("Type", "User");
    }
    return longer;
  }

  /// @throws ServiceException `ResourceNotFoundException` where it has no such statement
  public PolicyDocument without(String sid) {
    if (!has(sid)) {
      throw new ServiceException(
              "ResourceNotFoundException",
              404,
              "Statement " + sid + " is not found in resource policy.")
          .with("Type", "User");
    }
    return new PolicyDocument(
        statements.stream().filter(statement -> !sid(statement).equals(sid)).toList());
  }

  public boolean isEmpty() {
    return statements.isEmpty();
  }

  /// The document as AWS shows it.
  public String json() {
    var document = JsonNodeFactory.instance.objectNode();
    document.put("Version", "2012-10-17").put("Id", "default");
    document.putArray("Statement").addAll(statements);
    return document.toString();
  }

  private boolean has(String sid) {
    return statements.stream().anyMatch(statement -> sid(statement).equals(sid));
  }

  private static String sid(JsonNode statement) {
    return statement.path("Sid").asText();
  }
}
