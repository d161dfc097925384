package dev.hearth.identity.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Takes a policy apart into what its statements allow, so that each can be asked for alone.
/// Conditions are left aside: the question is what would never be missed.
public final class Grants {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Grants() {}

  /// One action of a statement on one of its resources, or the whole of a statement that says what
  /// it does not allow.
  ///
  /// @param statement its place in the policy, from 1
  /// @param sid empty where it has none
  /// @param action as written; after `not ` for the whole of a `NotAction`
  /// @param resource as written; after `not ` for the whole of a `NotResource`
  /// @param policy of just this
  public record Grant(int statement, String sid, String action, String resource, Policy policy) {
    /// Whether it lets `requester` do this.
    public boolean covers(String action, String resource, Requester requester) {
      var request = new PolicyRequest(action, resource, requester, Keys.of(Map.of()));
      return policy.allows(request) != Reach.NONE;
    }
  }

  /// What an identity policy allows, in the order of its text.
  ///
  /// @param document one that [Policy#parse] takes
  public static List<Grant> of(String document) {
    var root = read(document);
    var grants = new ArrayList<Grant>();
    int number = 0;
    for (var statement : list(root.path("Statement"))) {
      number++;
      if (statement.path("Effect").asText().equals("Allow")) {
        collect(root, statement, number, grants);
      }
    }
    return grants;
  }

  /// The services that an identity policy allows something of.
  ///
  /// @param document one that [Policy#parse] takes
  /// @param services prefixes of actions, such as `sqs`
  public static Set<String> services(String document, Collection<String> services) {
    var granted = new TreeSet<String>();
    for (var statement : list(read(document).path("Statement"))) {
      if (statement.path("Effect").asText().equals("Allow")) {
        for (var service : services) {
          if (concerns(statement, service)) {
            granted.add(service);
          }
        }
      }
    }
    return granted;
  }

  private static boolean concerns(JsonNode statement, String service) {
    for (var action : list(statement.path("Action"))) {
      var prefix = action.asText().toLowerCase(Locale.ROOT).split(":", 2)[0];
      if (Glob.of(prefix).matches(service)) {
        return true;
      }
    }
    if (!statement.has("NotAction")) {
      return false;
    }
    for (var action : list(statement.path("NotAction"))) {
      var text = action.asText().toLowerCase(Locale.ROOT);
      if (text.equals("*")
          || (text.endsWith(":*") && Glob.of(text.split(":", 2)[0]).matches(service))) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode read(String document) {
    try {
      return JSON.readTree(document);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a document that was taken is no JSON", e);
    }
  }

  private static void collect(JsonNode root, JsonNode statement, int number, List<Grant> grants) {
    for (var actions : alternatives(statement, "Action")) {
      for (var resources : alternatives(statement, "Resource")) {
        var single = JSON.createObjectNode().put("Effect", "Allow");
        single.setAll(actions);
        single.setAll(resources);
        var policy = JSON.createObjectNode();
        if (root.has("Version")) {
          policy.set("Version", root.get("Version"));
        }
        policy.set("Statement", single);
        grants.add(
            new Grant(
                number,
                statement.path("Sid").asText(),
                text(actions, "Action"),
                text(resources, "Resource"),
                Policy.parse(policy.toString(), PolicyKind.IDENTITY)));
      }
    }
  }

  /// The element with each of its texts alone; all of them together where it is a negated one.
  private static List<ObjectNode> alternatives(JsonNode statement, String name) {
    var alternatives = new ArrayList<ObjectNode>();
    if (statement.has("Not" + name)) {
      var whole = JSON.createObjectNode();
      alternatives.add(whole.set("Not" + name, statement.get("Not" + name)));
    }
    for (var text : list(statement.path(name))) {
      var one = JSON.createObjectNode();
      alternatives.add(one.set(name, text));
    }
    return alternatives;
  }

  private static String text(ObjectNode element, String name) {
    if (element.has(name)) {
      return element.path(name).asText();
    }
    var texts = new ArrayList<String>();
    list(element.path("Not" + name)).forEach(text -> texts.add(text.asText()));
    return "not " + String.join(", ", texts);
  }

  private static Iterable<JsonNode> list(JsonNode element) {
    return element.isMissingNode()
        ? List.of()
        : element instanceof ArrayNode array ? array : List.of(element);
  }
}
