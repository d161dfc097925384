package dev.hearth.identity.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.ServiceException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads policy documents strictly: what IAM would not take is refused with the reason.
///
/// Source: IAM User Guide, "Grammar of the IAM JSON policy language".
final class PolicyParser {
  private static final int DEEPEST = 8;
  private static final Set<String> POLICY_ELEMENTS = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT_ELEMENTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");
  private static final Set<String> PRINCIPAL_TYPES =
      Set.of("AWS", "Service", "Federated", "CanonicalUser");
  private static final Pattern SID = Pattern.compile("[A-Za-z0-9]*");
  private static final Pattern ACTION = Pattern.compile("\\*|[A-Za-z0-9*-]+:[A-Za-z0-9*?]+");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final PolicyKind kind;
  private final Set<String> sids = new HashSet<>();
  private boolean variables;

  PolicyParser(PolicyKind kind) {
    this.kind = kind;
  }

  /// The refusal of a document.
  static ServiceException malformed(String message) {
    return new ServiceException("MalformedPolicyDocument", 400, message);
  }

  Policy parse(String document) {
    var root = read(document);
    if (!root.isObject()) {
      throw malformed("Syntax errors in policy: the document must be a JSON object.");
    }
    refuseOthers(root, POLICY_ELEMENTS);
    variables = hasVariables(root.get("Version"));
    var found = root.get("Statement");
    if (found == null || found.isEmpty()) {
      throw malformed("Syntax errors in policy: Statement is missing or empty.");
    }
    var statements = new ArrayList<Statement>();
    for (var statement : found.isArray() ? found : List.of(found)) {
      statements.add(statement(statement));
    }
    return new Policy(statements);
  }

  private static JsonNode read(String document) {
    try {
      return JSON.readTree(document);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw malformed(
          "Syntax errors in policy: "
              + e.getOriginalMessage()
              + (at == null
                  ? ""
                  : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")")
              + ".");
    }
  }

  private static boolean hasVariables(@Nullable JsonNode version) {
    if (version == null) {
      return false;
    }
    return switch (version.asText()) {
      case "2012-10-17" -> true;
      case "2008-10-17" -> false;
      default -> throw malformed("The policy must contain a valid version string.");
    };
  }

  private Statement statement(JsonNode statement) {
    if (!statement.isObject()) {
      throw malformed("Syntax errors in policy: a statement must be a JSON object.");
    }
    refuseOthers(statement, STATEMENT_ELEMENTS);
    boolean notActions = exclusive(statement, "Action", "NotAction");
    boolean notResources = exclusive(statement, "Resource", "NotResource");
    boolean notPrincipals = exclusive(statement, "Principal", "NotPrincipal");
    boolean allow = allow(statement);
    if (allow && notPrincipals && kind == PolicyKind.RESOURCE) {
      throw malformed("NotPrincipal must be used with the effect Deny.");
    }
    return new Statement(
        sid(statement),
        allow,
        actions(statement.get(notActions ? "NotAction" : "Action")),
        notActions,
        resources(statement.get(notResources ? "NotResource" : "Resource")),
        notResources,
        principals(statement.get(notPrincipals ? "NotPrincipal" : "Principal"), notPrincipals),
        notPrincipals,
        conditions(statement.get("Condition")));
  }

  private String sid(JsonNode statement) {
    var sid = statement.path("Sid").asText();
    if (kind != PolicyKind.RESOURCE && !SID.matcher(sid).matches()) {
      throw malformed(
          "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular"
              + " expression [A-Za-z0-9]*");
    }
    if (!sid.isEmpty() && !sids.add(sid)) {
      throw malformed("Statement IDs (SID) in a single policy must be unique.");
    }
    return sid;
  }

  private static boolean allow(JsonNode statement) {
    var effect = statement.path("Effect").asText();
    return switch (effect) {
      case "Allow" -> true;
      case "Deny" -> false;
      case "" -> throw malformed("Missing required field Effect");
      default -> throw malformed("Invalid effect: " + effect);
    };
  }

  private List<Glob> actions(@Nullable JsonNode element) {
    var texts = texts("Action", element);
    if (texts.isEmpty()) {
      throw malformed("Policy statement must contain actions.");
    }
    var actions = new ArrayList<Glob>();
    for (var text : texts) {
      if (!ACTION.matcher(text).matches()) {
        throw malformed(
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.: " + text);
      }
      if (kind == PolicyKind.TRUST && !text.toLowerCase(Locale.ROOT).startsWith("sts:")) {
        throw malformed("AssumeRole policy may only specify STS AssumeRole actions.");
      }
      actions.add(Glob.of(text.toLowerCase(Locale.ROOT)));
    }
    return List.copyOf(actions);
  }

  private @Nullable List<ArnPattern> resources(@Nullable JsonNode element) {
    if (kind == PolicyKind.TRUST && element != null) {
      throw malformed("Has prohibited field Resource");
    }
    var texts = texts("Resource", element);
    if (texts.isEmpty()) {
      if (kind == PolicyKind.IDENTITY) {
        throw malformed("Policy statement must contain resources.");
      }
      return null;
    }
    var resources = new ArrayList<ArnPattern>();
    for (var text : texts) {
      if (!text.equals("*") && !text.startsWith("arn:")) {
        throw malformed("Resource " + text + " must be in ARN format or \"*\".");
      }
      resources.add(ArnPattern.ofResource(text, variables));
    }
    return List.copyOf(resources);
  }

  private @Nullable List<PrincipalPattern> principals(@Nullable JsonNode element, boolean not) {
    if (kind == PolicyKind.IDENTITY) {
      if (element != null) {
        throw malformed("Policy document should not specify a principal.");
      }
      return null;
    }
    if (element == null) {
      throw malformed("Missing required field Principal");
    }
    if (kind == PolicyKind.TRUST && not) {
      throw malformed("Has prohibited field NotPrincipal");
    }
    if (element.isTextual()) {
      return List.of(principal("AWS", element.asText(), "*"));
    }
    var principals = new ArrayList<PrincipalPattern>();
    for (var entry : element.properties()) {
      if (!PRINCIPAL_TYPES.contains(entry.getKey())) {
        throw malformed("Invalid principal in policy: \"" + entry.getKey() + "\"");
      }
      for (var text : texts("Principal", entry.getValue())) {
        principals.add(principal(entry.getKey(), text, text));
      }
    }
    if (principals.isEmpty()) {
      throw malformed("Missing required field Principal cannot be empty!");
    }
    return List.copyOf(principals);
  }

  private static PrincipalPattern principal(String type, String text, String expected) {
    boolean wellFormed =
        text.equals(expected)
            && (!type.equals("AWS")
                || text.equals("*")
                || ACCOUNT.matcher(text).matches()
                || (text.startsWith("arn:") && !text.contains("*")));
    if (!wellFormed) {
      throw malformed("Invalid principal in policy: \"" + type + "\":\"" + text + "\"");
    }
    return new PrincipalPattern(type, text);
  }

  private List<Condition> conditions(@Nullable JsonNode element) {
    if (element == null) {
      return List.of();
    }
    if (!element.isObject()) {
      throw malformed("Syntax errors in policy: Condition must be a JSON object.");
    }
    var conditions = new ArrayList<Condition>();
    for (var operator : element.properties()) {
      for (var key : operator.getValue().properties()) {
        var values = texts("Condition", key.getValue());
        conditions.add(Condition.compile(operator.getKey(), key.getKey(), values, variables));
      }
    }
    return List.copyOf(conditions);
  }

  /// One text or a list of them.
  private static List<String> texts(String name, @Nullable JsonNode element) {
    if (element == null) {
      return List.of();
    }
    var texts = new ArrayList<String>();
    for (var value : element.isArray() ? element : List.of(element)) {
      if (!value.isValueNode() || value.isNull()) {
        throw malformed("Syntax errors in policy: " + name + " must be a text or a list of texts.");
      }
      texts.add(value.asText());
    }
    return texts;
  }

  private static boolean exclusive(JsonNode statement, String name, String not) {
    if (statement.has(name) && statement.has(not)) {
      throw malformed("Statement must not contain both " + name + " and " + not + ".");
    }
    return statement.has(not);
  }

  private static void refuseOthers(JsonNode object, Set<String> known) {
    for (var property : object.properties()) {
      if (!known.contains(property.getKey())) {
        throw malformed("Syntax errors in policy: unknown element " + property.getKey() + ".");
      }
    }
  }
}
