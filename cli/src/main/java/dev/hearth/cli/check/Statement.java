package dev.hearth.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.check.secrets.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A statement of a policy.
///
/// @param name its Sid, else its number from 1
/// @param actions in lower case, of Action or NotAction
/// @param exceptActions whether they are those that are not meant: NotAction
/// @param exceptResources as above: NotResource
/// @param principals `*`, or values such as account ARNs and services, of Principal
/// @param conditionKeys in lower case
public record Statement(
    String name,
    boolean allows,
    List<String> actions,
    boolean exceptActions,
    List<String> resources,
    boolean exceptResources,
    List<String> principals,
    List<String> conditionKeys) {
  static Statement of(JsonNode statement, int number) {
    boolean exceptActions = statement.has("NotAction");
    boolean exceptResources = statement.has("NotResource");
    return new Statement(
        "statement " + statement.path("Sid").asText(Integer.toString(number)),
        statement.path("Effect").asText().equals("Allow"),
        values(statement.path(exceptActions ? "NotAction" : "Action")).stream()
            .map(action -> SafeText.of(action).toLowerCase(Locale.ROOT))
            .toList(),
        exceptActions,
        values(statement.path(exceptResources ? "NotResource" : "Resource")),
        exceptResources,
        principals(statement.path("Principal")),
        conditionKeys(statement.path("Condition")));
  }

  private static List<String> values(JsonNode node) {
    var values = new ArrayList<String>();
    if (node.isArray()) {
      node.forEach(value -> values.add(value.asText()));
    } else if (node.isTextual()) {
      values.add(node.asText());
    }
    return values;
  }

  private static List<String> principals(JsonNode node) {
    if (!node.isObject()) {
      return values(node);
    }
    var found = new ArrayList<String>();
    node.properties().forEach(kind -> found.addAll(values(kind.getValue())));
    return found;
  }

  private static List<String> conditionKeys(JsonNode condition) {
    var keys = new ArrayList<String>();
    condition
        .properties()
        .forEach(
            operator ->
                operator
                    .getValue()
                    .fieldNames()
                    .forEachRemaining(key -> keys.add(key.toLowerCase(Locale.ROOT))));
    return keys;
  }

  /// Whether it names `action`, or a pattern that includes it.
  ///
  /// @param action in lower case
  boolean names(String action) {
    return !exceptActions && actions.stream().anyMatch(pattern -> Glob.matches(pattern, action));
  }

  /// Whether it names all actions: `*`, `*:*`.
  boolean allActions() {
    return !exceptActions
        && actions.stream()
            .anyMatch(
                action ->
                    action.contains("*") && action.chars().allMatch(c -> c == '*' || c == ':'));
  }

  boolean allResources() {
    return !exceptResources && resources.contains("*");
  }

  boolean everybody() {
    return principals.contains("*");
  }
}
