package dev.hearth.identity.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import dev.hearth.wire.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.DecodeAuthorizationMessageRequest;
import software.amazon.awssdk.services.sts.model.GetAccessKeyInfoRequest;
import software.amazon.awssdk.services.sts.model.GetAccessKeyInfoResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.GetSessionTokenRequest;
import software.amazon.awssdk.services.sts.model.GetSessionTokenResponse;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

class StsTest {
  @TempDir Path folder;
  private Cloud cloud;

  @BeforeEach
  void start() {
    cloud = new Cloud(folder, false);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private static final String TRUSTS_ALL = Cloud.trusting("\"AWS\":\"*\"");

  @Test
  void everybodyMayAskWhoTheyAre() {
    var identity =
        cloud.run(GetCallerIdentityRequest.builder().build(), GetCallerIdentityResponse.class);

    assertThat(identity.account()).isEqualTo(cloud.account().digits());
    assertThat(identity.arn()).endsWith(":user/administrator");
    assertThat(identity.userId()).startsWith("AIDA");
  }

  @Test
  void aTrustedUserAssumesARole() {
    var arn = role("r", Cloud.trusting("\"AWS\":\"" + cloud.account() + "\""), 3_600);
    allow("r", Cloud.allowing("s3:*"));

    var response = assume(cloud.administrator, arn, b -> b);

    assertThat(response.assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::" + cloud.account() + ":assumed-role/r/me");
    assertThat(response.assumedRoleUser().assumedRoleId()).matches("AROA[A-Z2-7]{17}:me");
    assertThat(response.packedPolicySize()).isNull();
    assertThat(response.credentials().expiration())
        .isEqualTo(cloud.now().plus(Duration.ofHours(1)));
    assertThat(response.toString()).doesNotContain(response.credentials().secretAccessKey());
    var session = session(response);
    assertThat(cloud.verdict(session, "s3:GetObject", "arn:aws:s3:::b/k")).isEqualTo("allowed");
    assertThat(cloud.verdict(session, "sqs:SendMessage", "*")).contains("no identity-based policy");
    assertThat(session.conditions())
        .containsEntry("aws:PrincipalType", "AssumedRole")
        .containsEntry("aws:PrincipalArn", arn)
        .containsEntry("aws:TokenIssueTime", cloud.now().toString());
  }

  @Test
  void whoIsNotTrustedIsRefusedAsIfTheRoleWereNotThere() {
    var arn = role("r", Cloud.TRUSTS_LAMBDA, 3_600);

    for (var each : List.of(arn, arn + "x")) {
      Cloud.refused(
          "AccessDenied",
          "is not authorized to perform: sts:AssumeRole on resource: "
              + each
              + " because no role trust policy allows the sts:AssumeRole action",
          () -> assume(cloud.administrator, each, b -> b));
    }
  }

  @Test
  void anExternalIdIsAConditionOfTheTrust() {
    var trust =
        TRUSTS_ALL.replace(
            "\"Action\"",
            "\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"x1\"}},\"Action\"");
    var arn = role("r", trust, 3_600);

    assume(cloud.administrator, arn, b -> b.externalId("x1"));
    Cloud.refused(
        "AccessDenied",
        "no role trust policy",
        () -> assume(cloud.administrator, arn, b -> b.externalId("x2")));
    Cloud.refused(
        "AccessDenied", "no role trust policy", () -> assume(cloud.administrator, arn, b -> b));
  }

  @Test
  void anotherAccountsUserNeedsBothSides() {
    cloud.close();
    cloud = new Cloud(folder, true);
    var other = cloud.caller("111122223333", null);
    var trusted = role("r", Cloud.trusting("\"AWS\":\"arn:aws:iam::111122223333:root\""), 3_600);
    var closed = role("s", Cloud.trusting("\"AWS\":\"" + cloud.account() + "\""), 3_600);

    assertThat(session(assume(other, trusted, b -> b)).account()).isEqualTo(cloud.account());
    Cloud.refused("AccessDenied", "no role trust policy", () -> assume(other, closed, b -> b));
  }

  @Test
  void aSessionIsNoLongerThanItsRoleAllows() {
    var arn = role("r", TRUSTS_ALL, 7_200);

    assertThat(
            assume(cloud.administrator, arn, b -> b.durationSeconds(7_200))
                .credentials()
                .expiration())
        .isEqualTo(cloud.now().plusSeconds(7_200));
    Cloud.refused(
        "ValidationError",
        "exceeds the MaxSessionDuration set for this role",
        () -> assume(cloud.administrator, arn, b -> b.durationSeconds(7_201)));
  }

  @Test
  void chainedSessionsLastAnHourAtMost() {
    var first = role("first", TRUSTS_ALL, 43_200);
    var second = role("second", TRUSTS_ALL, 43_200);
    allow("first", Cloud.allowing("sts:AssumeRole"));
    var session = session(assume(cloud.administrator, first, b -> b));

    assume(session, second, b -> b.durationSeconds(3_600));
    Cloud.refused(
        "ValidationError",
        "1 hour session limit for roles assumed by role chaining",
        () -> assume(session, second, b -> b.durationSeconds(3_601)));
  }

  @Test
  void aSessionsPoliciesNarrowIt() {
    var arn = role("r", TRUSTS_ALL, 3_600);
    allow("r", Cloud.ALLOWS_ALL);
    var narrowed =
        assume(
            cloud.administrator,
            arn,
            b ->
                b.policy(Cloud.allowing("s3:*"))
                    .policyArns(policy("arn:aws:iam::aws:policy/AmazonSQSFullAccess")));
    var session = session(narrowed);

    assertThat(narrowed.packedPolicySize()).isBetween(1, 99);
    assertThat(cloud.verdict(session, "s3:GetObject", "arn:aws:s3:::b/k")).isEqualTo("allowed");
    assertThat(cloud.verdict(session, "sqs:SendMessage", "*")).isEqualTo("allowed");
    assertThat(cloud.verdict(session, "sns:Publish", "*"))
        .endsWith("because no session policy allows the sns:Publish action");
  }

  @Test
  void aSessionsPoliciesAreCheckedWhenItBegins() {
    var arn = role("r", TRUSTS_ALL, 3_600);

    Cloud.refused(
        "MalformedPolicyDocument",
        "Syntax errors",
        () -> assume(cloud.administrator, arn, b -> b.policy("{")));
    Cloud.refused(
        "NoSuchEntity",
        "Policy arn:aws:iam::aws:policy/None was not found.",
        () ->
            assume(
                cloud.administrator,
                arn,
                b -> b.policyArns(policy("arn:aws:iam::aws:policy/None"))));
    Cloud.refused(
        "PackedPolicyTooLarge",
        "limit: 2048",
        () ->
            assume(
                cloud.administrator,
                arn,
                b -> b.policy(Cloud.allowing("s3:" + "x".repeat(2_048)))));
  }

  @Test
  void sessionTagsAreConditionsAndTransitiveOnesAreInherited() {
    var first = role("first", TRUSTS_ALL, 3_600);
    var second = role("second", TRUSTS_ALL, 3_600);
    allow("first", Cloud.allowing("sts:*"));
    var session =
        session(
            assume(
                cloud.administrator,
                first,
                b -> b.tags(tag("team", "red"), tag("own", "1")).transitiveTagKeys("team")));
    assertThat(session.conditions())
        .containsEntry("aws:PrincipalTag/team", "red")
        .containsEntry("aws:PrincipalTag/own", "1");

    var next = session(assume(session, second, b -> b));
    assertThat(next.conditions())
        .containsEntry("aws:PrincipalTag/team", "red")
        .doesNotContainKey("aws:PrincipalTag/own");
    Cloud.refused(
        "ValidationError",
        "The tag TEAM is inherited and cannot be changed.",
        () -> assume(session, second, b -> b.tags(tag("TEAM", "blue"))));
    Cloud.refused(
        "ValidationError",
        "must be a session tag",
        () -> assume(cloud.administrator, first, b -> b.transitiveTagKeys("x")));
    Cloud.refused(
        "ValidationError",
        "Duplicate tag keys",
        () -> assume(cloud.administrator, first, b -> b.tags(tag("a", "1"), tag("A", "2"))));
  }

  @Test
  void taggingASessionMustBeAllowed() {
    var arn =
        role("r", TRUSTS_ALL.replace(",\"sts:TagSession\",\"sts:SetSourceIdentity\"", ""), 3_600);

    assume(cloud.administrator, arn, b -> b);
    Cloud.refused(
        "AccessDenied",
        "because no role trust policy allows the sts:TagSession action",
        () -> assume(cloud.administrator, arn, b -> b.tags(tag("a", "1"))));
    Cloud.refused(
        "AccessDenied",
        "because no role trust policy allows the sts:SetSourceIdentity action",
        () -> assume(cloud.administrator, arn, b -> b.sourceIdentity("ann")));
  }

  @Test
  void aSourceIdentityStays() {
    var first = role("first", TRUSTS_ALL, 3_600);
    var second = role("second", TRUSTS_ALL, 3_600);
    allow("first", Cloud.allowing("sts:*"));
    var session = session(assume(cloud.administrator, first, b -> b.sourceIdentity("ann")));
    var next = session(assume(session, second, b -> b));

    assertThat(next.conditions()).containsEntry("aws:SourceIdentity", "ann");
    Cloud.refused(
        "ValidationError",
        "cannot be changed",
        () -> assume(session, second, b -> b.sourceIdentity("bob")));
  }

  @Test
  void rootAssumesNoRoleAndMfaIsNotThere() {
    var arn = role("r", TRUSTS_ALL, 3_600);

    Cloud.refused(
        "AccessDenied",
        "Roles may not be assumed by root accounts.",
        () -> assume(cloud.stranger(cloud.account().digits()), arn, b -> b));
    Cloud.refused(
        "AccessDenied",
        "MultiFactorAuthentication failed",
        () ->
            assume(
                cloud.administrator,
                arn,
                b -> b.serialNumber("arn:aws:iam::111122223333:mfa/x").tokenCode("123456")));
  }

  @Test
  void aUsersSessionHasItsPermissionsButNotIam() {
    var credentials =
        cloud
            .run(GetSessionTokenRequest.builder().build(), GetSessionTokenResponse.class)
            .credentials();
    assertThat(credentials.expiration()).isEqualTo(cloud.now().plus(Duration.ofHours(12)));
    var session = cloud.caller(credentials.accessKeyId(), credentials.sessionToken());

    assertThat(session.arn()).isEqualTo(cloud.administrator.arn());
    assertThat(cloud.verdict(session, "s3:GetObject", "arn:aws:s3:::b/k")).isEqualTo("allowed");
    assertThat(cloud.verdict(session, "iam:ListUsers", "*"))
        .isEqualTo("The security token included in the request is invalid");
    Cloud.refused(
        "AccessDenied",
        "Cannot call GetSessionToken with session credentials",
        () -> cloud.run(session, GetSessionTokenRequest.builder().build()));
    cloud.run(session, GetCallerIdentityRequest.builder().build());
    assertThat(session.conditions()).containsEntry("aws:MultiFactorAuthPresent", "false");
    var role = role("r", TRUSTS_ALL, 3_600);
    assume(session, role, b -> b);
    Cloud.refused(
        "AccessDenied",
        "Cannot call GetSessionToken with session credentials",
        () ->
            cloud.run(
                session(assume(cloud.administrator, role, b -> b)),
                GetSessionTokenRequest.builder().build()));
  }

  @Test
  void aKeyTellsItsAccount() {
    var id = cloud.identity.administrator().accessKeyId();

    assertThat(
            cloud
                .run(
                    GetAccessKeyInfoRequest.builder().accessKeyId(id).build(),
                    GetAccessKeyInfoResponse.class)
                .account())
        .isEqualTo(cloud.account().digits());
    Cloud.refused(
        "ValidationError",
        "is not known",
        () ->
            cloud.run(
                GetAccessKeyInfoRequest.builder().accessKeyId("AKIAXXXXXXXXXXXXXXXX").build()));
  }

  @Test
  void thereIsNoEncodedMessageToDecode() {
    Cloud.refused(
        "InvalidAuthorizationMessageException",
        "in plain words",
        () -> cloud.run(DecodeAuthorizationMessageRequest.builder().encodedMessage("x").build()));
  }

  private AssumeRoleResponse assume(
      Caller caller, String arn, UnaryOperator<AssumeRoleRequest.Builder> more) {
    var input = AssumeRoleRequest.builder().roleArn(arn).roleSessionName("me");
    return cloud.run(caller, more.apply(input).build(), AssumeRoleResponse.class);
  }

  private Caller session(AssumeRoleResponse response) {
    return cloud.caller(
        response.credentials().accessKeyId(), response.credentials().sessionToken());
  }

  private String role(String name, String trust, int maxSeconds) {
    return cloud
        .run(
            CreateRoleRequest.builder()
                .roleName(name)
                .assumeRolePolicyDocument(trust)
                .maxSessionDuration(maxSeconds)
                .build(),
            CreateRoleResponse.class)
        .role()
        .arn();
  }

  private static PolicyDescriptorType policy(String arn) {
    return PolicyDescriptorType.builder().arn(arn).build();
  }

  private void allow(String role, String document) {
    cloud.run(
        PutRolePolicyRequest.builder()
            .roleName(role)
            .policyName("p")
            .policyDocument(document)
            .build());
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
