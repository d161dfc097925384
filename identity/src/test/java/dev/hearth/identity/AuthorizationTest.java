package dev.hearth.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.AddUserToGroupRequest;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagUserRequest;

class AuthorizationTest {
  private static final String INVOKE = "lambda:InvokeFunction";
  private static final String LOGS = "arn:aws:iam::aws:policy/CloudWatchLogsFullAccess";

  @TempDir Path folder;
  private Cloud cloud;
  private Caller ann;
  private String function;

  @BeforeEach
  void start() {
    cloud = new Cloud(folder, false);
    function = "arn:aws:lambda:us-east-1:" + cloud.account() + ":function:f";
    ann = user("ann");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void whoHasNoPolicyMayDoNothing() {
    assertThat(cloud.verdict(ann, INVOKE, function))
        .isEqualTo(
            "User: arn:aws:iam::%s:user/ann is not authorized to perform: lambda:InvokeFunction on resource: %s because no identity-based policy allows the lambda:InvokeFunction action"
                .formatted(cloud.account(), function));
  }

  @ParameterizedTest
  @CsvSource({
    "iam, AccessDenied",
    "sts, AccessDenied",
    "s3, AccessDenied",
    "lambda, AccessDeniedException",
    "logs, AccessDeniedException",
  })
  void theCodeIsThatOfTheService(String service, String code) {
    Cloud.refused(
        code,
        "is not authorized to perform",
        () ->
            cloud
                .identity
                .authorization()
                .check(Access.to(service + ":X", "*"), cloud.call(ann, service, "X")));
  }

  @Test
  void everyNeedMustBeAllowed() {
    allow("ann", Cloud.allowing("lambda:CreateFunction"));
    var role = "arn:aws:iam::" + cloud.account() + ":role/r";
    var access =
        Access.to("lambda:CreateFunction", function)
            .and(
                "iam:PassRole",
                role,
                Map.of("iam:PassedToService", List.of("lambda.amazonaws.com")));
    var call = cloud.call(ann, "lambda", "CreateFunction");
    Cloud.refused(
        "AccessDeniedException",
        "is not authorized to perform: iam:PassRole on resource: " + role,
        () -> cloud.identity.authorization().check(access, call));

    cloud.run(
        PutUserPolicyRequest.builder()
            .userName("ann")
            .policyName("pass")
            .policyDocument(
                """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PassRole",
                 "Resource":"*","Condition":{"StringEquals":{
                 "iam:PassedToService":"lambda.amazonaws.com"}}}}
                """)
            .build());
    cloud.identity.authorization().check(access, call);
  }

  @Test
  void aPolicyCountsFromTheVeryNextCall() {
    assertThat(cloud.verdict(ann, "logs:CreateLogGroup", "*")).isNotEqualTo("allowed");
    cloud.run(AttachUserPolicyRequest.builder().userName("ann").policyArn(LOGS).build());
    assertThat(cloud.verdict(ann, "logs:CreateLogGroup", "*")).isEqualTo("allowed");
    cloud.run(DetachUserPolicyRequest.builder().userName("ann").policyArn(LOGS).build());
    assertThat(cloud.verdict(ann, "logs:CreateLogGroup", "*")).isNotEqualTo("allowed");

    allow("ann", Cloud.ALLOWS_ALL);
    assertThat(cloud.verdict(ann, INVOKE, function)).isEqualTo("allowed");
    allow("ann", Cloud.denying("lambda:*"));
    assertThat(cloud.verdict(ann, INVOKE, function))
        .endsWith("with an explicit deny in an identity-based policy");
    cloud.run(DeleteUserPolicyRequest.builder().userName("ann").policyName("p").build());
    assertThat(cloud.verdict(ann, INVOKE, function)).contains("no identity-based policy");
  }

  @Test
  void aGroupsPoliciesAreItsMembers() {
    cloud.run(CreateGroupRequest.builder().groupName("ops").build());
    cloud.run(
        PutGroupPolicyRequest.builder()
            .groupName("ops")
            .policyName("p")
            .policyDocument(Cloud.allowing("lambda:*"))
            .build());
    assertThat(cloud.verdict(ann, INVOKE, function)).isNotEqualTo("allowed");
    cloud.run(AddUserToGroupRequest.builder().groupName("ops").userName("ann").build());
    assertThat(cloud.verdict(ann, INVOKE, function)).isEqualTo("allowed");
    cloud.run(RemoveUserFromGroupRequest.builder().groupName("ops").userName("ann").build());
    assertThat(cloud.verdict(ann, INVOKE, function)).isNotEqualTo("allowed");
  }

  @Test
  void theDefaultVersionOfAManagedPolicyIsTheOneInForce() {
    var arn = managed("p", Cloud.allowing("lambda:*"));
    cloud.run(AttachUserPolicyRequest.builder().userName("ann").policyArn(arn).build());
    assertThat(cloud.verdict(ann, INVOKE, function)).isEqualTo("allowed");
    cloud.run(
        CreatePolicyVersionRequest.builder()
            .policyArn(arn)
            .policyDocument(Cloud.allowing("s3:*"))
            .setAsDefault(true)
            .build());
    assertThat(cloud.verdict(ann, INVOKE, function)).isNotEqualTo("allowed");
    cloud.run(SetDefaultPolicyVersionRequest.builder().policyArn(arn).versionId("v1").build());
    assertThat(cloud.verdict(ann, INVOKE, function)).isEqualTo("allowed");
  }

  @Test
  void aBoundaryLimitsWhateverIsAllowed() {
    allow("ann", Cloud.ALLOWS_ALL);
    var boundary = managed("b", Cloud.allowing("s3:*"));
    cloud.run(
        PutUserPermissionsBoundaryRequest.builder()
            .userName("ann")
            .permissionsBoundary(boundary)
            .build());
    assertThat(cloud.verdict(ann, INVOKE, function))
        .endsWith("because no permissions boundary allows the lambda:InvokeFunction action");
    assertThat(cloud.verdict(ann, "s3:GetObject", "arn:aws:s3:::b/k")).isEqualTo("allowed");
    cloud.run(DeleteUserPermissionsBoundaryRequest.builder().userName("ann").build());
    assertThat(cloud.verdict(ann, INVOKE, function)).isEqualTo("allowed");
  }

  @Test
  void aResourcesPolicyLetsOthersIn() {
    var stranger = cloud.stranger("444455556666");
    assertThat(cloud.verdict(stranger, INVOKE, function))
        .endsWith("because no resource-based policy allows the lambda:InvokeFunction action");
    cloud.resourcePolicies.put(function, functionPolicy("\"AWS\":\"444455556666\""));
    assertThat(cloud.verdict(stranger, INVOKE, function)).isEqualTo("allowed");
    assertThat(cloud.verdict(stranger, "lambda:DeleteFunction", function))
        .contains("no resource-based policy");
  }

  @Test
  void aServiceIsLetInByTheResourcesPolicyAndItsConditions() {
    var bucket = new Caller(cloud.account(), "s3.amazonaws.com", "s3", null, Map.of());
    cloud.resourcePolicies.put(function, functionPolicy("\"Service\":\"s3.amazonaws.com\""));

    assertThat(cloud.verdict(bucket, INVOKE, function)).isEqualTo("allowed");
    assertThat(cloud.verdict(bucket, "s3:GetObject", "arn:aws:s3:::b/k")).isNotEqualTo("allowed");
    assertThat(cloud.verdict(Caller.anonymous(cloud.account()), INVOKE, function))
        .startsWith("User: anonymous is not authorized");
  }

  @Test
  void aFunctionMayDoWhatItsRoleMay() {
    cloud.run(
        CreateRoleRequest.builder()
            .roleName("worker")
            .path("/teams/a/")
            .assumeRolePolicyDocument(Cloud.TRUSTS_LAMBDA)
            .build());
    var credentials =
        cloud
            .identity
            .roleCredentials()
            .issue(
                "arn:aws:iam::" + cloud.account() + ":role/teams/a/worker",
                "f",
                "lambda.amazonaws.com",
                Duration.ofHours(1));
    var session = cloud.caller(credentials.accessKeyId(), credentials.sessionToken());
    assertThat(cloud.verdict(session, INVOKE, function))
        .startsWith("User: arn:aws:sts::" + cloud.account() + ":assumed-role/worker/f is not");
    cloud.run(
        PutRolePolicyRequest.builder()
            .roleName("worker")
            .policyName("p")
            .policyDocument(Cloud.allowing("lambda:*"))
            .build());
    assertThat(cloud.verdict(session, INVOKE, function)).isEqualTo("allowed");

    cloud.resourcePolicies.put(
        function,
        functionPolicy("\"AWS\":\"arn:aws:iam::" + cloud.account() + ":role/teams/a/worker\"")
            .replace("Allow", "Deny"));
    assertThat(cloud.verdict(session, INVOKE, function))
        .endsWith("with an explicit deny in a resource-based policy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a:assumed-role/", "/a:root/", "/sts::/"})
  void aPathMakesNobodyWhatTheyAreNot(String path) {
    cloud.run(CreateUserRequest.builder().userName("root").path(path).build());
    var key =
        cloud.run(
            CreateAccessKeyRequest.builder().userName("root").build(),
            CreateAccessKeyResponse.class);
    var caller = cloud.caller(key.accessKey().accessKeyId(), null);

    assertThat(cloud.verdict(caller, INVOKE, function)).contains("no identity-based policy");
  }

  @Test
  void aSessionOfAnUnknownRoleMayDoNothing() {
    var forged =
        new Caller(
            cloud.account(),
            "arn:aws:sts::" + cloud.account() + ":assumed-role/administrator/x",
            "AROAXXXXXXXXXXXXXXXXX:x",
            null,
            Map.of());

    assertThat(cloud.verdict(forged, INVOKE, function)).contains("no identity-based policy");
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          StringEquals       | aws:username                 | ann              | true
          StringEquals       | aws:username                 | bob              | false
          StringLike         | aws:userid                   | AIDA*            | true
          StringEquals       | aws:PrincipalType            | User             | true
          ArnLike            | aws:PrincipalArn             | arn:aws:iam::*:user/ann | true
          StringLike         | aws:PrincipalAccount         | ????????????     | true
          StringEquals       | aws:PrincipalTag/team        | red              | true
          StringEquals       | aws:principaltag/TEAM        | red              | true
          StringEquals       | aws:PrincipalTag/other       | red              | false
          StringEquals       | aws:RequestedRegion          | us-east-1        | true
          StringEquals       | aws:RequestedRegion          | eu-west-1        | false
          IpAddress          | aws:SourceIp                 | 192.0.2.0/24     | true
          NotIpAddress       | aws:SourceIp                 | 192.0.2.0/24     | false
          StringLike         | aws:UserAgent                | aws-cli/*        | true
          Bool               | aws:SecureTransport          | false            | true
          Bool               | aws:SecureTransport          | true             | false
          Bool               | aws:ViaAWSService            | false            | true
          Bool               | aws:PrincipalIsAWSService    | false            | true
          DateGreaterThan    | aws:CurrentTime              | 2026-11-21       | true
          DateGreaterThan    | aws:CurrentTime              | 2026-11-22       | false
          NumericGreaterThan | aws:EpochTime                | 1795219200       | true
          StringLike         | aws:ResourceAccount          | *                | true
          Null               | aws:TokenIssueTime           | true             | true
          Null               | aws:MultiFactorAuthPresent   | true             | true
          BoolIfExists       | aws:MultiFactorAuthPresent   | true             | true
          Bool               | aws:MultiFactorAuthPresent   | true             | false
          Null               | aws:SourceVpc                | true             | true
          StringEquals       | lambda:FunctionArn           | own              | true
          StringEquals       | lambda:functionarn           | other            | false
          """)
  void conditionKeysTellOfTheRequest(String operator, String key, String value, boolean allowed) {
    cloud.run(
        TagUserRequest.builder()
            .userName("ann")
            .tags(Tag.builder().key("team").value("red").build())
            .build());
    allow(
        "ann",
        """
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*",
         "Condition":{"%s":{"%s":"%s"}}}}
        """
            .formatted(operator, key, value));
    var tagged = cloud.caller(java.util.Objects.requireNonNull(ann.accessKeyId()), null);
    var access = Access.NONE.and(INVOKE, function, Map.of("lambda:FunctionArn", List.of("own")));
    boolean passed;
    try {
      cloud.identity.authorization().check(access, cloud.call(tagged, "lambda", "Invoke"));
      passed = true;
    } catch (ServiceException _) {
      passed = false;
    }

    assertThat(passed).isEqualTo(allowed);
  }

  @Test
  void aDecisionFromMemoryTakesMicroseconds() {
    for (var policy : List.of("ReadOnlyAccess", "AWSLambda_FullAccess", "PowerUserAccess")) {
      cloud.run(
          AttachUserPolicyRequest.builder()
              .userName("ann")
              .policyArn("arn:aws:iam::aws:policy/" + policy)
              .build());
    }
    var access = Access.to(INVOKE, function);
    var call = cloud.call(ann, "lambda", "Invoke");
    var authorization = cloud.identity.authorization();
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 40; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 1_000; i++) {
        authorization.check(access, call);
      }
      best = Math.min(best, System.nanoTime() - start);
    }

    // The promise is 10 µs; the best of many rounds, for other builds share this machine.
    assertThat(best / 1_000).isLessThan(10_000);
  }

  private Caller user(String name) {
    cloud.run(CreateUserRequest.builder().userName(name).build());
    var key =
        cloud.run(
            CreateAccessKeyRequest.builder().userName(name).build(), CreateAccessKeyResponse.class);
    return cloud.caller(key.accessKey().accessKeyId(), null);
  }

  private void allow(String user, String document) {
    cloud.run(
        PutUserPolicyRequest.builder()
            .userName(user)
            .policyName("p")
            .policyDocument(document)
            .build());
  }

  private String managed(String name, String document) {
    return cloud
        .run(
            CreatePolicyRequest.builder().policyName(name).policyDocument(document).build(),
            CreatePolicyResponse.class)
        .policy()
        .arn();
  }

  private String functionPolicy(String principal) {
    return """
    {"Version":"2012-10-17","Statement":[{"Sid":"s","Effect":"Allow","Principal":{%s},
     "Action":"lambda:InvokeFunction","Resource":"%s"}]}
    """
        .formatted(principal, function);
  }
}
