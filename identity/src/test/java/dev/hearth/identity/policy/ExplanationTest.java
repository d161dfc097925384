package dev.hearth.identity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.policy.Decision.Allowed;
import dev.hearth.identity.policy.Decision.Denied;
import dev.hearth.identity.policy.Requester.Kind;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final String ANN = "arn:aws:iam::123456789012:user/ann";
  private static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:q";

  private static PolicyRequest request(String action) {
    return new PolicyRequest(
        action, QUEUE, new Requester(Kind.USER, ANN, ANN, "123456789012"), Keys.of(Map.of()));
  }

  private static Policy policy(String name, String... statements) {
    return Policy.parse(
            "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}",
            PolicyKind.IDENTITY)
        .named(name);
  }

  private static String statement(String sid, String effect, String action) {
    return "{\"Sid\":\"%s\",\"Effect\":\"%s\",\"Action\":\"%s\",\"Resource\":\"*\"}"
        .formatted(sid, effect, action);
  }

  private static Explanation explain(
      PolicySet policies, @Nullable ResourcePolicy resource, String action) {
    return Explanation.of(request(action), policies, resource, true);
  }

  @Test
  void theStatementThatAllowsIsNamedBySidAndElseByNumber() {
    var policies =
        new PolicySet(
            false,
            List.of(
                policy("reads", statement("", "Allow", "sqs:Get*")),
                policy(
                    "sends",
                    statement("Other", "Allow", "sns:*"),
                    statement("Send", "Allow", "sqs:SendMessage"),
                    statement("", "Allow", "sqs:PurgeQueue"))),
            null,
            null);
    assertThat(explain(policies, null, "sqs:SendMessage").reason())
        .isEqualTo("allowed by statement Send of the identity-based policy sends");
    assertThat(explain(policies, null, "sqs:PurgeQueue").reason())
        .isEqualTo("allowed by statement 3 of the identity-based policy sends");
    assertThat(explain(policies, null, "sqs:DeleteQueue").reason())
        .isEqualTo("denied, for no statement of any identity-based policy allows it");
    assertThat(explain(policies, null, "sqs:DeleteQueue").deciding()).isEmpty();
  }

  @Test
  void theStatementThatDeniesIsNamedWhateverAllows() {
    var policies =
        new PolicySet(
            false,
            List.of(policy("all", statement("", "Allow", "*"))),
            List.of(policy("bound", statement("", "Allow", "*"), statement("No", "Deny", "sqs:*"))),
            null);
    var explanation = explain(policies, null, "sqs:SendMessage");
    assertThat(explanation.decision()).isEqualTo(new Denied(true, "permissions boundary"));
    assertThat(explanation.reason())
        .isEqualTo("denied by statement No of the permissions boundary bound");
    assertThat(explanation.matches()).hasSize(3);
  }

  @Test
  void whatTheResourceAllowsIsNamedByItsArn() {
    var resource =
        new ResourcePolicy(
            Policy.parse(
                """
                {"Version":"2012-10-17","Statement":[{"Sid":"Ann","Effect":"Allow",
                 "Principal":{"AWS":"%s"},"Action":"sqs:*","Resource":"*"}]}
                """
                    .formatted(ANN),
                PolicyKind.RESOURCE),
            PolicyKind.RESOURCE);
    var explanation = explain(PolicySet.EMPTY, resource, "sqs:SendMessage");
    assertThat(explanation.decision()).isEqualTo(new Allowed());
    assertThat(explanation.reason())
        .isEqualTo("allowed by statement Ann of the resource-based policy of " + QUEUE);
    assertThat(explain(PolicySet.ROOT, null, "sqs:SendMessage").reason())
        .isEqualTo("allowed, for it needs no statement");
  }

  @Test
  void aSessionThatLacksAnAllowIsToldSo() {
    var all = List.of(policy("all", statement("", "Allow", "*")));
    var narrowed =
        new PolicySet(false, all, null, List.of(policy("", statement("", "Allow", "sns:*"))));
    assertThat(explain(narrowed, null, "sqs:SendMessage").reason())
        .isEqualTo("denied, for no statement of any session policy allows it");
  }

  @Test
  void explanationsDecideAsDecisionsDo() {
    var random = new Random(7);
    var actions = List.of("*", "sqs:*", "sqs:SendMessage", "sns:*", "sqs:Get*");
    for (int i = 0; i < 2_000; i++) {
      var policies =
          new PolicySet(
              false,
              List.of(any(random, actions), any(random, actions)),
              random.nextBoolean() ? null : List.of(any(random, actions)),
              random.nextBoolean() ? null : List.of(any(random, actions)));
      var explanation = explain(policies, null, "sqs:SendMessage");
      assertThat(explanation.decision())
          .isEqualTo(Evaluation.decide(request("sqs:SendMessage"), policies, null, true));
      boolean silent = explanation.decision() instanceof Denied denied && !denied.explicit();
      assertThat(explanation.deciding().isEmpty()).isEqualTo(silent);
      explanation
          .deciding()
          .ifPresent(
              match ->
                  assertThat(match.allow()).isEqualTo(explanation.decision() instanceof Allowed));
    }
  }

  private static Policy any(Random random, List<String> actions) {
    var effect = random.nextInt(4) == 0 ? "Deny" : "Allow";
    return policy(
        "p",
        statement("", effect, actions.get(random.nextInt(actions.size()))),
        statement("", "Allow", actions.get(random.nextInt(actions.size()))));
  }
}
