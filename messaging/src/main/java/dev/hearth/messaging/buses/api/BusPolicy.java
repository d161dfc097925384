package dev.hearth.messaging.buses.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.PutPermissionRequest;

/// The policy of a bus. Immutable.
record BusPolicy(List<JsonNode> statements) {
  static final BusPolicy EMPTY = new BusPolicy(List.of());

  /// Source: "Amazon EventBridge quotas", the size of a bus's policy.
  private static final int MAX_BYTES = 10_240;

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  static BusPolicy of(@Nullable String document) {
    if (document == null) {
      return EMPTY;
    }
    try {
      var statements = JSON.readTree(document).path("Statement");
      return new BusPolicy(
          statements.isArray() ? statements.valueStream().toList() : List.of(statements));
    } catch (JsonProcessingException _) {
      throw Refusals.invalid("Policy", "It is no JSON.");
    }
  }

  /// The statement that a request without a whole policy means.
  static ObjectNode statement(BusReference bus, PutPermissionRequest input) {
    var statement = JsonNodeFactory.instance.objectNode();
    statement.put("Sid", input.statementId()).put("Effect", "Allow");
    if (input.principal().equals("*")) {
      statement.put("Principal", "*");
    } else {
      statement.putObject("Principal").put("AWS", "arn:aws:iam::" + input.principal() + ":root");
    }
    statement.put("Action", input.action()).put("Resource", bus.toString());
    if (input.condition() != null) {
      statement
          .putObject("Condition")
          .putObject(input.condition().type())
          .put(input.condition().key(), input.condition().value());
    }
    return statement;
  }

  /// With a statement more, or in place of the one of the same id.
  BusPolicy with(ObjectNode statement) {
    var all = new ArrayList<>(statements);
    all.removeIf(each -> sid(each).equals(sid(statement)));
    all.add(statement);
    return new BusPolicy(List.copyOf(all));
  }

  /// @throws ServiceException `ResourceNotFoundException` where it has no such statement
  BusPolicy without(String sid) {
    var rest = statements.stream().filter(each -> !sid(each).equals(sid)).toList();
    if (rest.size() == statements.size()) {
      throw new ServiceException(
          "ResourceNotFoundException",
          400,
          statements.isEmpty()
              ? "EventBus does not have a policy."
              : "Statement with the provided id does not exist.");
    }
    return new BusPolicy(rest);
  }

  private static String sid(JsonNode statement) {
    return statement.path("Sid").asText();
  }

  /// Null where it has no statements.
  @Nullable String json() {
    if (statements.isEmpty()) {
      return null;
    }
    var document = JsonNodeFactory.instance.objectNode();
    document.put("Version", "2012-10-17").putArray("Statement").addAll(statements);
    var json = document.toString();
    if (json.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new ServiceException(
          "PolicyLengthExceededException",
          400,
          "The event bus policy is longer than " + MAX_BYTES + " bytes.");
    }
    return json;
  }
}
