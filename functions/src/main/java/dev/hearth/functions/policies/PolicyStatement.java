package dev.hearth.functions.policies;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// One permission.
///
/// @param sid unique in its policy
/// @param action such as `lambda:InvokeFunction`
/// @param resource the ARN of what the policy is attached to
/// @param conditions all of which must hold
public record PolicyStatement(
    String sid,
    PolicyPrincipal principal,
    String action,
    String resource,
    List<Condition> conditions) {

  /// @param operator such as `StringEquals`
  /// @param key such as `AWS:SourceAccount`
  public record Condition(String operator, String key, String value) {}

  /// As AWS shows it.
  public ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("Sid", sid).put("Effect", "Allow");
    json.set("Principal", principal.json());
    json.put("Action", action).put("Resource", resource);
    if (!conditions.isEmpty()) {
      var all = json.putObject("Condition");
      for (var condition : conditions) {
        all.withObjectProperty(condition.operator).put(condition.key, condition.value);
      }
    }
    return json;
  }
}
