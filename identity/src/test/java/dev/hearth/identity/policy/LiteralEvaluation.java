package dev.hearth.identity.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.identity.policy.Requester.Kind;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The rules of the IAM User Guide word by word, over JSON as it is written: slow, and sharing no
/// code with what it checks.
final class LiteralEvaluation {
  private final String action;
  private final String resource;
  private final Requester requester;
  private final Map<String, List<String>> context = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  LiteralEvaluation(
      String action, String resource, Requester requester, Map<String, List<String>> context) {
    this.action = action;
    this.resource = resource;
    this.requester = requester;
    this.context.putAll(context);
  }

  /// "allowed", "denied" or "denied explicitly".
  ///
  /// @param ofResource null where the resource has no policy
  String decide(
      List<JsonNode> identity,
      @Nullable List<JsonNode> boundary,
      @Nullable List<JsonNode> session,
      @Nullable JsonNode ofResource,
      boolean trust,
      boolean sameAccount) {
    var everywhere = new ArrayList<>(identity);
    everywhere.addAll(boundary == null ? List.of() : boundary);
    everywhere.addAll(session == null ? List.of() : session);
    if (everywhere.stream().anyMatch(policy -> says("Deny", policy, Naming.ANY))
        || (ofResource != null && says("Deny", ofResource, Naming.ANY))) {
      return "denied explicitly";
    }
    boolean root = requester.kind() == Kind.ROOT;
    boolean byIdentity = root || allows(identity);
    boolean byBoundary = boundary == null || allows(boundary);
    boolean bySession = session == null || allows(session);
    boolean named = ofResource != null && says("Allow", ofResource, Naming.ANY);
    boolean own = byIdentity && byBoundary && bySession;
    if (requester.kind() == Kind.SERVICE || requester.kind() == Kind.ANONYMOUS) {
      return named ? "allowed" : "denied";
    }
    if (!sameAccount || trust) {
      if (!named) {
        return "denied";
      }
      if (!sameAccount) {
        return own ? "allowed" : "denied";
      }
    }
    boolean itself = ofResource != null && says("Allow", ofResource, Naming.ITSELF);
    boolean throughRole = ofResource != null && says("Allow", ofResource, Naming.ITS_ROLE);
    return itself || (throughRole && byBoundary && bySession) || own ? "allowed" : "denied";
  }

  /// How a statement names who asks.
  private enum Naming {
    /// In whatever way.
    ANY,
    /// By the ARN of the user, session or service.
    ITSELF,
    /// By the role of the session, or as one of everybody.
    ITS_ROLE
  }

  private boolean allows(List<JsonNode> policies) {
    return policies.stream().anyMatch(policy -> says("Allow", policy, Naming.ANY));
  }

  private boolean says(String effect, JsonNode policy, Naming naming) {
    for (var statement : list(policy.get("Statement"))) {
      if (statement.get("Effect").asText().equals(effect)
          && isAboutAction(statement)
          && isAboutResource(statement)
          && isAboutPrincipal(statement, naming)
          && holds(statement)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAboutAction(JsonNode statement) {
    if (statement.has("NotAction")) {
      return texts(statement.get("NotAction")).stream().noneMatch(this::isAction);
    }
    return texts(statement.get("Action")).stream().anyMatch(this::isAction);
  }

  private boolean isAction(String pattern) {
    return action
        .toLowerCase(Locale.ROOT)
        .matches(regex(pattern.toLowerCase(Locale.ROOT), true, false));
  }

  private boolean isAboutResource(JsonNode statement) {
    if (statement.has("NotResource")) {
      return texts(statement.get("NotResource")).stream().noneMatch(this::isResource);
    }
    return !statement.has("Resource")
        || texts(statement.get("Resource")).stream().anyMatch(this::isResource);
  }

  private boolean isResource(String pattern) {
    if (pattern.equals("*")) {
      return true;
    }
    var wanted = parts(pattern);
    while (wanted.size() < 6) {
      wanted.add("*");
    }
    return isLike(wanted, resource);
  }

  private boolean isLike(List<String> wanted, String arn) {
    var actual = arn.split(":", 6);
    if (actual.length < 6) {
      return false;
    }
    for (int i = 0; i < 6; i++) {
      if (!actual[i].matches(regex(wanted.get(i), true, true))) {
        return false;
      }
    }
    return true;
  }

  /// Six at most, split at the colons that are in no variable.
  private static List<String> parts(String pattern) {
    var parts = new ArrayList<String>();
    var part = new StringBuilder();
    boolean inVariable = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      inVariable = c == '{' || (inVariable && c != '}');
      if (c == ':' && !inVariable && parts.size() < 5) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  private boolean isAboutPrincipal(JsonNode statement, Naming naming) {
    if (statement.has("NotPrincipal")) {
      var listed = statement.get("NotPrincipal");
      return !names(listed, Naming.ITSELF) && !names(listed, Naming.ITS_ROLE);
    }
    if (!statement.has("Principal")) {
      return true;
    }
    var listed = statement.get("Principal");
    return naming == Naming.ANY
        ? names(listed, Naming.ITSELF) || names(listed, Naming.ITS_ROLE) || namesAccount(listed)
        : names(listed, naming);
  }

  private boolean names(JsonNode listed, Naming naming) {
    var aws = listed.isTextual() ? List.of("*") : texts(listed.get("AWS"));
    var services = listed.isTextual() ? List.<String>of() : texts(listed.get("Service"));
    boolean everybody = aws.contains("*");
    return switch (requester.kind()) {
      case ANONYMOUS -> everybody;
      case SERVICE -> everybody || services.contains(requester.name());
      case ROOT ->
          naming == Naming.ITSELF
              ? aws.contains(requester.name()) || aws.contains(requester.account())
              : everybody;
      case USER -> naming == Naming.ITSELF ? aws.contains(requester.name()) : everybody;
      default ->
          naming == Naming.ITSELF
              ? aws.contains(requester.name())
              : everybody || aws.contains(requester.principalArn());
    };
  }

  private boolean namesAccount(JsonNode listed) {
    var aws = listed.isTextual() ? List.<String>of() : texts(listed.get("AWS"));
    return !requester.account().isEmpty()
        && (aws.contains(requester.account())
            || aws.contains("arn:aws:iam::" + requester.account() + ":root"));
  }

  private boolean holds(JsonNode statement) {
    if (!statement.has("Condition")) {
      return true;
    }
    for (var operator : statement.get("Condition").properties()) {
      for (var key : operator.getValue().properties()) {
        if (!holds(operator.getKey(), key.getKey(), texts(key.getValue()))) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean holds(String operator, String key, List<String> wanted) {
    var values = context.getOrDefault(key, List.of());
    boolean present = !values.isEmpty();
    if (operator.equals("Null")) {
      return wanted.getFirst().equalsIgnoreCase("true") != present;
    }
    if (operator.endsWith("IfExists")) {
      return !present
          || holds(operator.substring(0, operator.length() - "IfExists".length()), key, wanted);
    }
    boolean empty = values.stream().allMatch(String::isEmpty) && values.size() <= 1;
    if (operator.startsWith("ForAllValues:")) {
      var each = operator.substring("ForAllValues:".length());
      return empty || values.stream().allMatch(value -> compares(each, value, wanted));
    }
    if (operator.startsWith("ForAnyValue:")) {
      var each = operator.substring("ForAnyValue:".length());
      return !empty && values.stream().anyMatch(value -> compares(each, value, wanted));
    }
    if (operator.contains("Not")) {
      return values.stream().allMatch(value -> compares(operator, value, wanted));
    }
    return values.stream().anyMatch(value -> compares(operator, value, wanted));
  }

  /// Several wanted values are an OR, and a NOR for negated operators.
  private boolean compares(String operator, String value, List<String> wanted) {
    var positive = operator.replace("Not", "");
    boolean any = wanted.stream().anyMatch(text -> isSo(positive, value, text));
    return operator.contains("Not") != any;
  }

  private boolean isSo(String operator, String value, String wanted) {
    return switch (operator) {
      case "StringEquals" -> value.matches(regex(wanted, false, true));
      case "StringEqualsIgnoreCase", "Bool" -> value.matches("(?i)" + regex(wanted, false, true));
      case "StringLike" -> value.matches(regex(wanted, true, true));
      case "ArnEquals", "ArnLike" -> isLike(parts(wanted), value);
      case "BinaryEquals" ->
          Arrays.equals(Base64.getDecoder().decode(value), Base64.getDecoder().decode(wanted));
      case "IpAddress" -> isInside(value, wanted);
      default ->
          operator.startsWith("Numeric")
              ? isOrdered(operator, new BigDecimal(value), new BigDecimal(wanted))
              : isOrdered(operator, date(value), date(wanted));
    };
  }

  private static <T extends Comparable<T>> boolean isOrdered(String operator, T value, T wanted) {
    BiPredicate<T, T> relation =
        operator.endsWith("GreaterThanEquals")
            ? (a, b) -> a.compareTo(b) >= 0
            : operator.endsWith("GreaterThan")
                ? (a, b) -> a.compareTo(b) > 0
                : operator.endsWith("LessThanEquals")
                    ? (a, b) -> a.compareTo(b) <= 0
                    : operator.endsWith("LessThan")
                        ? (a, b) -> a.compareTo(b) < 0
                        : (a, b) -> a.compareTo(b) == 0;
    return relation.test(value, wanted);
  }

  private static Instant date(String text) {
    return text.contains("T")
        ? Instant.parse(text)
        : text.contains("-")
            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
            : Instant.ofEpochSecond(Long.parseLong(text));
  }

  private static boolean isInside(String value, String wanted) {
    var address = bits(value);
    var network = bits(wanted.split("/", -1)[0]);
    int prefix =
        wanted.contains("/") ? Integer.parseInt(wanted.split("/", -1)[1]) : network.length();
    return address.length() == network.length()
        && address.substring(0, prefix).equals(network.substring(0, prefix));
  }

  private static String bits(String address) {
    try {
      var bits = new StringBuilder();
      for (byte each : InetAddress.getByName(address).getAddress()) {
        bits.append(Integer.toBinaryString((each & 0xff) + 256).substring(1));
      }
      return bits.toString();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address, e);
    }
  }

  /// A regular expression for a text of a policy; one that nothing matches where a variable has no
  /// value.
  private String regex(String text, boolean wildcards, boolean variables) {
    var regex = new StringBuilder("(?s)");
    for (int i = 0; i < text.length(); i++) {
      if (variables && text.startsWith("${", i)) {
        int end = text.indexOf('}', i);
        var name = text.substring(i + 2, end);
        var value = name.matches("[*?$]") ? name : variable(name);
        if (value == null) {
          return "(?!)";
        }
        regex.append(Pattern.quote(value));
        i = end;
      } else if (wildcards && text.charAt(i) == '*') {
        regex.append(".*");
      } else if (wildcards && text.charAt(i) == '?') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(text.substring(i, i + 1)));
      }
    }
    return regex.toString();
  }

  private @Nullable String variable(String name) {
    var parts = name.split(",", 2);
    var values = context.getOrDefault(parts[0].strip(), List.of());
    if (values.size() == 1) {
      return values.getFirst();
    }
    return parts.length == 1 ? null : parts[1].strip().replace("'", "");
  }

  private static List<JsonNode> list(JsonNode node) {
    var list = new ArrayList<JsonNode>();
    if (node.isArray()) {
      node.forEach(list::add);
    } else {
      list.add(node);
    }
    return list;
  }

  private static List<String> texts(@Nullable JsonNode node) {
    return node == null ? List.of() : list(node).stream().map(JsonNode::asText).toList();
  }
}
