package dev.hearth.identity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.identity.policy.Decision.Allowed;
import dev.hearth.identity.policy.Decision.Denied;
import dev.hearth.identity.policy.Requester.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Compiled policies decide as the rules do, read literally.
class RandomPolicyTest {
  private static final int SEEDS = 8_000;

  @Test
  void compiledPoliciesDecideAsTheirTextsSay() {
    var counts = new HashMap<String, Integer>();
    for (long seed = 0; seed < SEEDS; seed++) {
      counts.merge(check(seed), 1, Integer::sum);
    }

    assertThat(counts).hasSize(3);
    assertThat(counts.values()).allMatch(count -> count > SEEDS / 20);
  }

  private static String check(long seed) {
    var random = new RandomPolicies(seed);
    var requester = random.requester();
    var action = random.action();
    var resource = random.resource();
    var context = random.context();
    boolean principal = requester.kind() == Kind.USER || requester.kind() == Kind.SESSION;
    var identity = principal ? some(random, random.upTo(3)) : List.<JsonNode>of();
    var boundary = principal && random.chance(30) ? some(random, 1) : null;
    var session =
        requester.kind() == Kind.SESSION && random.chance(40) ? some(random, random.upTo(2)) : null;
    JsonNode ofResource = random.chance(70) ? random.policy(PolicyKind.RESOURCE) : null;
    boolean sameAccount = requester.account().equals(RandomPolicies.ACCOUNT);

    var expected =
        new LiteralEvaluation(action, resource, requester, context)
            .decide(identity, boundary, session, ofResource, false, sameAccount);
    var decision =
        Evaluation.decide(
            new PolicyRequest(action, resource, requester, Keys.of(context)),
            new PolicySet(
                requester.kind() == Kind.ROOT, compile(identity), opt(boundary), opt(session)),
            ofResource == null
                ? null
                : new ResourcePolicy(
                    Policy.parse(ofResource.toString(), PolicyKind.RESOURCE), PolicyKind.RESOURCE),
            sameAccount);

    assertThat(text(decision))
        .as(
            "seed %d: %s on %s by %s with %s; identity %s, boundary %s, session %s, resource %s",
            seed, action, resource, requester, context, identity, boundary, session, ofResource)
        .isEqualTo(expected);
    return expected;
  }

  private static List<JsonNode> some(RandomPolicies random, int count) {
    var policies = new ArrayList<JsonNode>();
    for (int i = 0; i < count; i++) {
      policies.add(random.policy(PolicyKind.IDENTITY));
    }
    return policies;
  }

  private static @Nullable List<Policy> opt(@Nullable List<JsonNode> policies) {
    return policies == null ? null : compile(policies);
  }

  private static List<Policy> compile(List<JsonNode> policies) {
    return policies.stream()
        .map(policy -> Policy.parse(policy.toString(), PolicyKind.IDENTITY))
        .toList();
  }

  private static String text(Decision decision) {
    return switch (decision) {
      case Allowed _ -> "allowed";
      case Denied(boolean explicit, String _) -> explicit ? "denied explicitly" : "denied";
    };
  }

  /// Guards the guard: the literal reading is no mere echo of a default.
  @Test
  void theLiteralReadingTellsAllowsFromDenies() throws Exception {
    var allow =
        RandomPolicies.JSON.readTree(
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3\"}}");
    var ann = new Requester(Kind.USER, "arn:aws:iam::1:user/a", "arn:aws:iam::1:user/a", "1");
    var get = new LiteralEvaluation("s3:GetObject", "arn:aws:s3:::b/k", ann, Map.of());

    assertThat(get.decide(List.of(allow), null, null, null, false, true)).isEqualTo("allowed");
    assertThat(get.decide(List.of(), null, null, null, false, true)).isEqualTo("denied");
  }
}
