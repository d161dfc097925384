package dev.hearth.identity.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.identity.policy.Decision.Allowed;
import dev.hearth.identity.policy.Decision.Denied;
import dev.hearth.identity.policy.Requester.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What AWS's IAM User Guide says of policies, a row at a time: `conditions.txt`, `statements.txt`
/// and `decisions.txt` beside this class say how to read them.
class CorpusTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACCOUNT = "111122223333";
  private static final Pattern POLICIES = Pattern.compile("\\s*;\\s*");

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void conditions(String page, String sentence, String condition, String keys, String holds) {
    var statement = "{\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":" + condition + "}";

    assertConcerns(statement, "s3:GetObject", "arn:aws:s3:::b/k", keys, holds);
  }

  static Stream<Arguments> conditions() {
    return rows("conditions.txt").map(row -> row.arguments(5));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void statements(
      String page,
      String sentence,
      String statement,
      String action,
      String resource,
      String keys,
      String concerns) {
    assertConcerns(statement, action, resource, keys, concerns);
  }

  static Stream<Arguments> statements() {
    return rows("statements.txt").map(row -> row.arguments(7));
  }

  /// That the statement allows just those requests that it is about, and denies just those.
  private static void assertConcerns(
      String statement, String action, String resource, String keys, String expected) {
    var request = new PolicyRequest(action, resource, requester("user/ann"), keys(keys));
    var all = policy("[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]");
    var allow = policy("[" + statement.replaceFirst("\\{", "{\"Effect\":\"Allow\",") + "]");
    var deny = policy("[" + statement.replaceFirst("\\{", "{\"Effect\":\"Deny\",") + "]");

    assertAll(
        () ->
            assertThat(decide(request, new PolicySet(false, List.of(allow), null, null)))
                .isEqualTo(expected.equals("yes") ? "allowed" : "denied"),
        () ->
            assertThat(decide(request, new PolicySet(false, List.of(all, deny), null, null)))
                .isEqualTo(expected.equals("yes") ? "denied explicitly" : "allowed"));
    assertThat(expected).isIn("yes", "no");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void decisions(
      String page,
      String sentence,
      String who,
      String action,
      String resource,
      String policies,
      String keys,
      String expected) {
    var of = new HashMap<String, String>();
    for (var each : POLICIES.split(policies, -1)) {
      int colon = each.indexOf(':');
      if (colon >= 0) {
        of.put(each.substring(0, colon), each.substring(colon + 1).strip());
      }
    }
    var parts = resource.split(" @", -1);
    var request = new PolicyRequest(action, parts[0], requester(who), keys(keys));
    var identity = policies(of.get("identity"));
    var set =
        new PolicySet(
            request.requester().kind() == Kind.ROOT,
            identity == null ? List.of() : identity,
            policies(of.get("boundary")),
            policies(of.get("session")));

    var decision =
        Evaluation.decide(
            request,
            set,
            resourcePolicy(of.get("resource"), of.get("trust")),
            request.requester().account().equals(parts.length > 1 ? parts[1] : ACCOUNT));

    assertThat(text(decision)).isEqualTo(expected);
  }

  static Stream<Arguments> decisions() {
    return rows("decisions.txt").map(row -> row.arguments(8));
  }

  @Test
  void thereAreAtLeastFourHundredRowsAndNoSentenceTwice() {
    var rows =
        Stream.of("conditions.txt", "statements.txt", "decisions.txt")
            .flatMap(CorpusTest::rows)
            .map(row -> row.page() + ": " + row.cells().getFirst())
            .toList();

    assertThat(rows).hasSizeGreaterThanOrEqualTo(400).doesNotHaveDuplicates();
  }

  private record Row(String page, List<String> cells) {
    Arguments arguments(int count) {
      var all = new ArrayList<Object>(cells);
      all.addFirst(page);
      assertThat(all).hasSize(count);
      return Arguments.of(all.toArray());
    }
  }

  private static final Map<String, String> NAMED = named();

  private static Map<String, String> named() {
    var named = new HashMap<String, String>();
    for (var line : lines("decisions.txt")) {
      if (line.startsWith("let ")) {
        int equals = line.indexOf(" = ");
        named.put(line.substring("let ".length(), equals), line.substring(equals + 3));
      }
    }
    return named;
  }

  private static Stream<Row> rows(String file) {
    var rows = new ArrayList<Row>();
    var page = "";
    for (var line : lines(file)) {
      if (line.startsWith("== ")) {
        page = line.substring(3);
      } else if (!line.isBlank() && !line.startsWith("#") && !line.startsWith("let ")) {
        rows.add(new Row(page, Stream.of(line.split("\\|", -1)).map(String::strip).toList()));
      }
    }
    return rows.stream();
  }

  private static List<String> lines(String file) {
    try (var in = Objects.requireNonNull(CorpusTest.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static @Nullable List<Policy> policies(@Nullable String names) {
    if (names == null || names.equals("none")) {
      return names == null ? null : List.of();
    }
    return Stream.of(names.split(" ", -1)).map(name -> policy(statements(name))).toList();
  }

  private static @Nullable ResourcePolicy resourcePolicy(
      @Nullable String resource, @Nullable String trust) {
    var names = resource == null ? trust : resource;
    if (names == null) {
      return null;
    }
    var kind = resource == null ? PolicyKind.TRUST : PolicyKind.RESOURCE;
    var all =
        Stream.of(names.split(" ", -1))
            .map(CorpusTest::statements)
            .map(text -> text.substring(1, text.length() - 1))
            .reduce((a, b) -> a + "," + b)
            .orElseThrow();
    return new ResourcePolicy(parse("[" + all + "]", kind), kind);
  }

  private static String statements(String name) {
    return Objects.requireNonNull(NAMED.get(name), name);
  }

  private static Policy policy(String statements) {
    return parse(statements, PolicyKind.IDENTITY);
  }

  private static Policy parse(String statements, PolicyKind kind) {
    return Policy.parse("{\"Version\":\"2012-10-17\",\"Statement\":" + statements + "}", kind);
  }

  private static Requester requester(String who) {
    if (who.equals("anonymous")) {
      return new Requester(Kind.ANONYMOUS, "*", "*", "");
    }
    if (who.startsWith("service:")) {
      return Requester.service(who.substring("service:".length()));
    }
    boolean other = who.matches("[0-9]{12}:.*");
    var account = other ? who.substring(0, 12) : ACCOUNT;
    var parts = (other ? who.substring(13) : who).split("/", -1);
    var iam = "arn:aws:iam::" + account + ":";
    var sts = "arn:aws:sts::" + account + ":";
    return switch (parts[0]) {
      case "root" -> new Requester(Kind.ROOT, iam + "root", iam + "root", account);
      case "user" ->
          new Requester(Kind.USER, iam + "user/" + parts[1], iam + "user/" + parts[1], account);
      case "role" ->
          new Requester(
              Kind.SESSION,
              sts + "assumed-role/" + parts[1] + "/" + parts[2],
              iam + "role/" + parts[1],
              account);
      case "federated" ->
          new Requester(
              Kind.SESSION, sts + "federated-user/" + parts[1], iam + "user/ann", account);
      default -> throw new IllegalArgumentException(who);
    };
  }

  private static Keys keys(String json) {
    var keys = new HashMap<String, List<String>>();
    for (var entry : read(json).properties()) {
      var values = new ArrayList<String>();
      for (var value : entry.getValue().isArray() ? entry.getValue() : List.of(entry.getValue())) {
        values.add(value.asText());
      }
      keys.put(entry.getKey(), values);
    }
    return Keys.of(keys);
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static String decide(PolicyRequest request, PolicySet policies) {
    return text(Evaluation.decide(request, policies, null, true));
  }

  private static String text(Decision decision) {
    return switch (decision) {
      case Allowed _ -> "allowed";
      case Denied(boolean explicit, String _) -> explicit ? "denied explicitly" : "denied";
    };
  }
}
