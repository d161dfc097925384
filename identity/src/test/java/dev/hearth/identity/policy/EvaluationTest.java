package dev.hearth.identity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.policy.Decision.Allowed;
import dev.hearth.identity.policy.Decision.Denied;
import dev.hearth.identity.policy.Requester.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// In the cells, `A` is a policy that allows the request, `D` one that denies it, `-` one that says
/// nothing of it, and an empty cell no policy at all.
class EvaluationTest {
  private static final String ACCOUNT = "111122223333";
  private static final String ACTION = "lambda:InvokeFunction";
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:f";

  private static final Requester ANN = user("arn:aws:iam::111122223333:user/ann", ACCOUNT);
  private static final Requester SESSION =
      new Requester(
          Kind.SESSION,
          "arn:aws:sts::111122223333:assumed-role/r/s",
          "arn:aws:iam::111122223333:role/path/r",
          ACCOUNT);

  @ParameterizedTest(name = "identity {0}, boundary {1}, session {2}, resource {3}: {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # within one account
          A |   |   |      | allowed
          - |   |   |      | because no identity-based policy allows the lambda:InvokeFunction action
          D |   |   |      | with an explicit deny in an identity-based policy
          A | A |   |      | allowed
          A | - |   |      | because no permissions boundary allows the lambda:InvokeFunction action
          A | D |   |      | with an explicit deny in a permissions boundary
          - | A |   |      | because no identity-based policy allows the lambda:InvokeFunction action
          A |   | A |      | allowed
          A |   | - |      | because no session policy allows the lambda:InvokeFunction action
          A |   | D |      | with an explicit deny in a session policy
          - |   | A |      | because no identity-based policy allows the lambda:InvokeFunction action
          A | A | A |      | allowed
          A | A | - |      | because no session policy allows the lambda:InvokeFunction action
          A | - | A |      | because no permissions boundary allows the lambda:InvokeFunction action
          # the user is named by the resource's policy: nothing else limits it but a deny
          - |   |   | user | allowed
          - | - |   | user | allowed
          D |   |   | user | with an explicit deny in an identity-based policy
          - | D |   | user | with an explicit deny in a permissions boundary
          # everybody is named: boundary and session still limit
          - |   |   | all  | allowed
          - | A |   | all  | allowed
          - | - |   | all  | because no permissions boundary allows the lambda:InvokeFunction action
          - |   | - | all  | because no session policy allows the lambda:InvokeFunction action
          # the account is named: its own policies decide
          - |   |   | account | because no identity-based policy allows the lambda:InvokeFunction action
          A |   |   | account | allowed
          # the resource's policy is about somebody else
          - |   |   | other | because no identity-based policy allows the lambda:InvokeFunction action
          A |   |   | other | allowed
          # the resource's policy denies
          A |   |   | deny | with an explicit deny in a resource-based policy
          D |   |   | deny | with an explicit deny in an identity-based policy
          """)
  void policiesDecideInAwsOrder(
      String identity,
      @Nullable String boundary,
      @Nullable String session,
      @Nullable String resource,
      String expected) {
    var policies = new PolicySet(false, set(identity), nullable(boundary), nullable(session));

    assertThat(outcome(ANN, policies, resourcePolicy(resource), true)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "identity {0}, resource {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A |         | because no resource-based policy allows the lambda:InvokeFunction action
          A | account | allowed
          A | user    | allowed
          A | all     | allowed
          - | user    | because no identity-based policy allows the lambda:InvokeFunction action
          - | all     | because no identity-based policy allows the lambda:InvokeFunction action
          A | other   | because no resource-based policy allows the lambda:InvokeFunction action
          A | deny    | with an explicit deny in a resource-based policy
          """)
  void anotherAccountNeedsBothSides(String identity, @Nullable String resource, String expected) {
    var policies = new PolicySet(false, set(identity), null, null);

    assertThat(outcome(ANN, policies, resourcePolicy(resource), false)).isEqualTo(expected);
  }

  @Test
  void theRootOfAnAccountNeedsNoPolicyInItButCanBeDeniedByAResource() {
    var root = new Requester(Kind.ROOT, "arn:aws:iam::111122223333:root", "", ACCOUNT);

    assertThat(outcome(root, PolicySet.ROOT, null, true)).isEqualTo("allowed");
    assertThat(outcome(root, PolicySet.ROOT, resourcePolicy("deny"), true))
        .isEqualTo("with an explicit deny in a resource-based policy");
    assertThat(outcome(root, PolicySet.ROOT, null, false))
        .isEqualTo("because no resource-based policy allows the lambda:InvokeFunction action");
  }

  @ParameterizedTest(name = "{0}, boundary {1}: {2}")
  @CsvSource({
    "arn:aws:sts::111122223333:assumed-role/r/s, -, true",
    "arn:aws:sts::111122223333:assumed-role/r/t, A, false",
    "arn:aws:iam::111122223333:role/path/r, A, true",
    "arn:aws:iam::111122223333:role/path/r, -, false",
    "arn:aws:iam::111122223333:role/r, A, false",
    "111122223333, A, false",
  })
  void aSessionIsReachedThroughItsRoleOrItself(String principal, String boundary, boolean allowed) {
    var policies = new PolicySet(false, List.of(), nullable(boundary), null);
    var resource = resource("Allow", "\"Principal\":{\"AWS\":\"" + principal + "\"}");

    assertThat(outcome(SESSION, policies, resource, true).equals("allowed")).isEqualTo(allowed);
  }

  @ParameterizedTest(name = "{0} by {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"Service":"s3.amazonaws.com"}  | s3.amazonaws.com  | true
          {"Service":"s3.amazonaws.com"}  | sns.amazonaws.com | false
          {"AWS":"s3.amazonaws.com:x"}    | s3.amazonaws.com  | malformed
          {"AWS":"111122223333"}          | s3.amazonaws.com  | false
          "*"                             | s3.amazonaws.com  | true
          """)
  void aServiceIsAllowedByTheResourceAlone(String principal, String service, String expected) {
    if (expected.equals("malformed")) {
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> resource("Allow", "\"Principal\":" + principal)))
          .hasMessageContaining("Invalid principal");
      return;
    }
    var resource = resource("Allow", "\"Principal\":" + principal);

    assertThat(outcome(Requester.service(service), PolicySet.EMPTY, resource, false))
        .isEqualTo(
            expected.equals("true")
                ? "allowed"
                : "because no resource-based policy allows the lambda:InvokeFunction action");
  }

  @Test
  void anAnonymousCallerIsAllowedOnlyWhereEverybodyIs() {
    var anonymous = new Requester(Kind.ANONYMOUS, "*", "*", "");

    assertThat(outcome(anonymous, PolicySet.EMPTY, resourcePolicy("all"), false))
        .isEqualTo("allowed");
    assertThat(outcome(anonymous, PolicySet.EMPTY, resourcePolicy("user"), false))
        .startsWith("because no resource-based policy");
    assertThat(outcome(anonymous, PolicySet.EMPTY, null, true))
        .startsWith("because no resource-based policy");
  }

  @ParameterizedTest(name = "NotPrincipal {0}: denied {1}")
  @CsvSource({
    "arn:aws:iam::111122223333:user/ann, false",
    "arn:aws:iam::111122223333:user/bob, true",
    "arn:aws:iam::111122223333:root, true",
  })
  void notPrincipalSparesWhomItNames(String principal, boolean denied) {
    var policies = new PolicySet(false, set("A"), null, null);
    var resource = resource("Deny", "\"NotPrincipal\":{\"AWS\":\"" + principal + "\"}");

    assertThat(outcome(ANN, policies, resource, true).equals("allowed")).isNotEqualTo(denied);
  }

  @ParameterizedTest(name = "identity {0}, trusts {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A | arn:aws:iam::111122223333:root     | allowed
          - | arn:aws:iam::111122223333:root     | because no identity-based policy allows the sts:AssumeRole action
          - | arn:aws:iam::111122223333:user/ann | allowed
          A | arn:aws:iam::111122223333:user/bob | because no role trust policy allows the sts:AssumeRole action
          D | arn:aws:iam::111122223333:user/ann | with an explicit deny in an identity-based policy
          """)
  void aRoleIsAssumedOnlyByWhomItTrusts(String identity, String principal, String expected) {
    var trust =
        Policy.parse(
            """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
             "Principal":{"AWS":"%s"}}}
            """
                .formatted(principal),
            PolicyKind.TRUST);
    var request =
        new PolicyRequest("sts:AssumeRole", "arn:aws:iam::111122223333:role/r", ANN, Keys.NONE);
    var policies = new PolicySet(false, set(identity), null, null);

    assertThat(
            words(
                "sts:AssumeRole",
                Evaluation.decide(
                    request, policies, new ResourcePolicy(trust, PolicyKind.TRUST), true)))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: {1} on {2} is {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "Action":"*","Resource":"*"                    | s3:GetObject | arn:aws:s3:::b/k | true
          "Action":"*:*","Resource":"*"                  | s3:GetObject | arn:aws:s3:::b/k | true
          "Action":"s3:*","Resource":"*"                 | s3:GetObject | arn:aws:s3:::b/k | true
          "Action":"S3:getobject","Resource":"*"         | s3:GetObject | arn:aws:s3:::b/k | true
          "Action":"s3:Get*","Resource":"*"              | s3:PutObject | arn:aws:s3:::b/k | false
          "Action":"s3:?etObject","Resource":"*"         | s3:GetObject | arn:aws:s3:::b/k | true
          "Action":["s3:Put*","s3:Get*"],"Resource":"*"  | s3:GetObject | arn:aws:s3:::b/k | true
          "Action":"s3:*","Resource":"*"                 | s3express:Get | *               | false
          "NotAction":"s3:*","Resource":"*"              | s3:GetObject | arn:aws:s3:::b/k | false
          "NotAction":"iam:*","Resource":"*"             | s3:GetObject | arn:aws:s3:::b/k | true
          "NotAction":["iam:*","s3:*"],"Resource":"*"    | s3:GetObject | arn:aws:s3:::b/k | false
          "Action":"s3:*","Resource":"arn:aws:s3:::b/*"  | s3:GetObject | arn:aws:s3:::b/k | true
          "Action":"s3:*","Resource":"arn:aws:s3:::B/*"  | s3:GetObject | arn:aws:s3:::b/k | false
          "Action":"s3:*","Resource":"arn:aws:s3:::b"    | s3:GetObject | arn:aws:s3:::b/k | false
          "Action":"s3:*","Resource":"arn:aws:s3:::b"    | s3:ListAllMyBuckets | *        | false
          "Action":"s3:*","NotResource":"arn:aws:s3:::b/*" | s3:GetObject | arn:aws:s3:::b/k | false
          "Action":"s3:*","NotResource":"arn:aws:s3:::c/*" | s3:GetObject | arn:aws:s3:::b/k | true
          "Action":"s3:*","Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"] | s3:GetObject | arn:aws:s3:::b/k | true
          "Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}/*" | s3:GetObject | arn:aws:s3:::b/ann/k | true
          "Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}/*" | s3:GetObject | arn:aws:s3:::b/bob/k | false
          "Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:absent}/*"   | s3:GetObject | arn:aws:s3:::b//k | false
          "Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:absent, 'all'}/*" | s3:GetObject | arn:aws:s3:::b/all/k | true
          "Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:username":"ann"}} | s3:GetObject | arn:aws:s3:::b/k | true
          "Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:username":"bob"}} | s3:GetObject | arn:aws:s3:::b/k | false
          "Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:username":"ann","a:b":"c"}} | s3:GetObject | * | false
          "Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:username":"ann"},"Bool":{"aws:SecureTransport":"true"}} | s3:GetObject | * | false
          "Action":"*","Resource":"*","Condition":{"StringEquals":{"AWS:USERNAME":["bob","ann"]}} | s3:GetObject | * | true
          """)
  void aStatementIsAboutWhatItSays(String body, String action, String resource, boolean allowed) {
    var policy = identity("Allow", body);
    var keys = Keys.of(Map.of("aws:username", List.of("ann")));
    var request = new PolicyRequest(action, resource, ANN, keys);
    var policies = new PolicySet(false, List.of(policy), null, null);

    assertThat(Evaluation.decide(request, policies, null, true) instanceof Allowed)
        .isEqualTo(allowed);
  }

  @Test
  void anExplicitDenyWinsOverAllowsInOtherPolicies() {
    var policies =
        new PolicySet(
            false,
            List.of(
                identity("Allow", "\"Action\":\"*\",\"Resource\":\"*\""),
                identity("Deny", "\"Action\":\"lambda:*\",\"Resource\":\"" + FUNCTION + "\"")),
            null,
            null);

    assertThat(outcome(ANN, policies, null, true))
        .isEqualTo("with an explicit deny in an identity-based policy");
  }

  private static String outcome(
      Requester requester,
      PolicySet policies,
      @Nullable ResourcePolicy resource,
      boolean sameAccount) {
    var request = new PolicyRequest(ACTION, FUNCTION, requester, Keys.NONE);
    return words(ACTION, Evaluation.decide(request, policies, resource, sameAccount));
  }

  private static String words(String action, Decision decision) {
    return decision instanceof Denied denied ? denied.reason(action) : "allowed";
  }

  private static Requester user(String arn, String account) {
    return new Requester(Kind.USER, arn, arn, account);
  }

  private static @Nullable List<Policy> nullable(@Nullable String cell) {
    return cell == null ? null : set(cell);
  }

  private static List<Policy> set(String cell) {
    return switch (cell) {
      case "A" -> List.of(identity("Allow", "\"Action\":\"*\",\"Resource\":\"*\""));
      case "D" -> List.of(identity("Deny", "\"Action\":\"*\",\"Resource\":\"*\""));
      default -> List.of(identity("Allow", "\"Action\":\"s3:Get*\",\"Resource\":\"*\""));
    };
  }

  private static Policy identity(String effect, String body) {
    return Policy.parse(
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"" + effect + "\"," + body + "}}",
        PolicyKind.IDENTITY);
  }

  private static @Nullable ResourcePolicy resourcePolicy(@Nullable String cell) {
    return switch (cell) {
      case null -> null;
      case "user" -> resource("Allow", "\"Principal\":{\"AWS\":\"" + ANN.name() + "\"}");
      case "account" -> resource("Allow", "\"Principal\":{\"AWS\":\"" + ACCOUNT + "\"}");
      case "other" -> resource("Allow", "\"Principal\":{\"AWS\":\"444455556666\"}");
      case "deny" -> resource("Deny", "\"Principal\":\"*\"");
      default -> resource("Allow", "\"Principal\":\"*\"");
    };
  }

  private static ResourcePolicy resource(String effect, String principal) {
    var document =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"%s\",\"Action\":\"lambda:*\",%s,\"Resource\":\"%s\"}}"
            .formatted(effect, principal, FUNCTION);
    return new ResourcePolicy(Policy.parse(document, PolicyKind.RESOURCE), PolicyKind.RESOURCE);
  }
}
