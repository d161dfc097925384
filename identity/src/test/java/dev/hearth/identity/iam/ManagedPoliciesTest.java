package dev.hearth.identity.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsResponse;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;
import software.amazon.awssdk.services.iam.model.Tag;

class ManagedPoliciesTest {
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

  @Test
  void aPolicyIsMadeShownAndDeleted() {
    var policy =
        cloud
            .run(
                CreatePolicyRequest.builder()
                    .policyName("p")
                    .path("/x/")
                    .description("all")
                    .policyDocument(Cloud.ALLOWS_ALL)
                    .tags(Tag.builder().key("team").value("red").build())
                    .build(),
                CreatePolicyResponse.class)
            .policy();
    assertThat(policy.arn()).isEqualTo("arn:aws:iam::" + cloud.account() + ":policy/x/p");
    assertThat(policy.policyId()).matches("ANPA[A-Z2-7]{17}");
    assertThat(policy.defaultVersionId()).isEqualTo("v1");
    assertThat(policy.isAttachable()).isTrue();
    assertThat(get(policy.arn()).policy()).isEqualTo(policy);
    Cloud.refused(
        "EntityAlreadyExists",
        "A policy called P already exists. Duplicate names are not allowed.",
        () -> create("P"));
    Cloud.refused(
        "NoSuchEntity",
        "Policy arn:aws:iam::" + cloud.account() + ":policy/p was not found.",
        () -> get("arn:aws:iam::" + cloud.account() + ":policy/p"));

    cloud.run(DeletePolicyRequest.builder().policyArn(policy.arn()).build());
    Cloud.refused("NoSuchEntity", "was not found", () -> get(policy.arn()));
  }

  @Test
  void versionsAreCountedUpAndNeverUsedAgain() {
    var arn = create("p");
    for (int i = 2; i <= 5; i++) {
      assertThat(addVersion(arn, false)).isEqualTo("v" + i);
    }
    Cloud.refused(
        "LimitExceeded",
        "A managed policy can have up to 5 versions.",
        () -> addVersion(arn, false));
    Cloud.refused(
        "DeleteConflict",
        "Cannot delete the default version of a policy.",
        () -> deleteVersion(arn, "v1"));
    deleteVersion(arn, "v5");
    assertThat(addVersion(arn, true)).isEqualTo("v6");
    assertThat(get(arn).policy().defaultVersionId()).isEqualTo("v6");
    cloud.run(SetDefaultPolicyVersionRequest.builder().policyArn(arn).versionId("v2").build());
    assertThat(get(arn).policy().defaultVersionId()).isEqualTo("v2");
    assertThat(
            cloud
                .run(
                    ListPolicyVersionsRequest.builder().policyArn(arn).build(),
                    ListPolicyVersionsResponse.class)
                .versions())
        .extracting("versionId")
        .containsExactly("v6", "v4", "v3", "v2", "v1");
    Cloud.refused(
        "NoSuchEntity",
        "version v9 does not exist",
        () ->
            cloud.run(
                SetDefaultPolicyVersionRequest.builder().policyArn(arn).versionId("v9").build()));
    Cloud.refused(
        "DeleteConflict",
        "This policy has more than one version.",
        () -> cloud.run(DeletePolicyRequest.builder().policyArn(arn).build()));
    for (var version : List.of("v6", "v4", "v3", "v1")) {
      deleteVersion(arn, version);
    }
    cloud.run(DeletePolicyRequest.builder().policyArn(arn).build());
  }

  @Test
  void aVersionShowsItsDocumentEncoded() {
    var arn = create("p");

    var version =
        cloud
            .run(
                GetPolicyVersionRequest.builder().policyArn(arn).versionId("v1").build(),
                GetPolicyVersionResponse.class)
            .policyVersion();
    assertThat(version.document()).contains("%2A").doesNotContain("*");
    assertThat(URLDecoder.decode(version.document(), StandardCharsets.UTF_8))
        .isEqualTo(Cloud.ALLOWS_ALL);
  }

  @Test
  void aWrongOrLargeDocumentIsRefused() {
    Cloud.refused(
        "MalformedPolicyDocument",
        "should not specify a principal",
        () ->
            create(
                "p",
                Cloud.trusting("\"AWS\":\"*\"")
                    .replace("\"Action\"", "\"Resource\":\"*\",\"Action\"")));
    Cloud.refused(
        "LimitExceeded",
        "Cannot exceed quota for PolicySize: 6144",
        () -> create("p", Cloud.allowing("s3:" + "x".repeat(6_144))));
    create("p", Cloud.ALLOWS_ALL + " ".repeat(20_000));
  }

  @Test
  void aPolicyInUseIsNotDeleted() {
    var arn = create("p");
    cloud.run(AttachUserPolicyRequest.builder().userName("administrator").policyArn(arn).build());
    assertThat(get(arn).policy().attachmentCount()).isEqualTo(1);
    var delete = DeletePolicyRequest.builder().policyArn(arn).build();
    Cloud.refused(
        "DeleteConflict", "Cannot delete a policy attached to entities.", () -> cloud.run(delete));
    cloud.run(DetachUserPolicyRequest.builder().userName("administrator").policyArn(arn).build());
    cloud.run(
        PutUserPermissionsBoundaryRequest.builder()
            .userName("administrator")
            .permissionsBoundary("arn:aws:iam::aws:policy/AdministratorAccess")
            .build());
    cloud.run(delete);
  }

  @Test
  void whoUsesAPolicyIsListed() {
    var arn = create("p");
    cloud.run(CreateGroupRequest.builder().groupName("g").build());
    cloud.run(
        CreateRoleRequest.builder()
            .roleName("r")
            .path("/x/")
            .permissionsBoundary(arn)
            .assumeRolePolicyDocument(Cloud.TRUSTS_LAMBDA)
            .build());
    cloud.run(AttachUserPolicyRequest.builder().userName("administrator").policyArn(arn).build());
    cloud.run(AttachGroupPolicyRequest.builder().groupName("g").policyArn(arn).build());

    var all = entities(ListEntitiesForPolicyRequest.builder().policyArn(arn).build());
    assertThat(all.policyUsers()).extracting("userName").containsExactly("administrator");
    assertThat(all.policyGroups()).extracting("groupName").containsExactly("g");
    assertThat(all.policyRoles()).extracting("roleName").containsExactly("r");
    var bounded =
        entities(
            ListEntitiesForPolicyRequest.builder()
                .policyArn(arn)
                .policyUsageFilter("PermissionsBoundary")
                .build());
    assertThat(bounded.policyUsers()).isEmpty();
    assertThat(bounded.policyRoles()).hasSize(1);
    var groups =
        entities(
            ListEntitiesForPolicyRequest.builder().policyArn(arn).entityFilter("Group").build());
    assertThat(groups.policyUsers()).isEmpty();
    assertThat(groups.policyGroups()).hasSize(1);
    var below =
        entities(ListEntitiesForPolicyRequest.builder().policyArn(arn).pathPrefix("/x/").build());
    assertThat(below.policyUsers()).isEmpty();
    assertThat(below.policyRoles()).hasSize(1);
  }

  @Test
  void policiesAreListedByScopeUsageAndPath() {
    create("p");

    assertThat(names(ListPoliciesRequest.builder().scope("Local").build())).containsExactly("p");
    assertThat(names(ListPoliciesRequest.builder().scope("AWS").build()))
        .contains("AdministratorAccess", "AWSLambdaBasicExecutionRole")
        .doesNotContain("p");
    assertThat(names(ListPoliciesRequest.builder().build())).contains("p", "AdministratorAccess");
    assertThat(names(ListPoliciesRequest.builder().onlyAttached(true).build()))
        .containsExactly("AdministratorAccess");
    assertThat(names(ListPoliciesRequest.builder().pathPrefix("/service-role/").build()))
        .contains("AWSLambdaBasicExecutionRole")
        .doesNotContain("AdministratorAccess");
    assertThat(
            names(ListPoliciesRequest.builder().policyUsageFilter("PermissionsBoundary").build()))
        .isEmpty();
  }

  @Test
  void everyPolicyOfAwsCanBeReadAndIsWellFormed() {
    var policies =
        cloud
            .run(
                ListPoliciesRequest.builder().scope("AWS").maxItems(1_000).build(),
                ListPoliciesResponse.class)
            .policies();
    assertThat(policies).hasSizeGreaterThan(50);
    for (var policy : policies) {
      assertThat(get(policy.arn()).policy().policyName()).isEqualTo(policy.policyName());
      assertThat(policy.policyId()).matches("ANPA[A-Z0-9]{17}");
      var version =
          cloud
              .run(
                  GetPolicyVersionRequest.builder()
                      .policyArn(policy.arn())
                      .versionId(policy.defaultVersionId())
                      .build(),
                  GetPolicyVersionResponse.class)
              .policyVersion();
      var document = URLDecoder.decode(version.document(), StandardCharsets.UTF_8);
      create("copy-of-" + policy.policyName(), document);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "service-role/AWSLambdaBasicExecutionRole, logs:PutLogEvents, true",
    "service-role/AWSLambdaBasicExecutionRole, s3:GetObject, false",
    "service-role/AWSLambdaSQSQueueExecutionRole, sqs:ReceiveMessage, true",
    "service-role/AWSLambdaDynamoDBExecutionRole, dynamodb:GetRecords, true",
    "service-role/AWSLambdaKinesisExecutionRole, kinesis:GetRecords, true",
    "service-role/AWSLambdaVPCAccessExecutionRole, ec2:CreateNetworkInterface, true",
    "service-role/AWSLambdaRole, lambda:InvokeFunction, true",
    "PowerUserAccess, lambda:CreateFunction, true",
    "PowerUserAccess, iam:CreateUser, false",
    "ReadOnlyAccess, lambda:GetFunction, true",
    "ReadOnlyAccess, lambda:UpdateFunctionCode, false",
    "ReadOnlyAccess, secretsmanager:GetSecretValue, false",
    "AmazonS3ReadOnlyAccess, s3:PutObject, false",
    "AdministratorAccess, iam:CreateUser, true",
  })
  void awsPoliciesAllowWhatTheirNamesSay(String policy, String action, boolean allowed) {
    cloud.run(CreateUserRequest.builder().userName("ann").build());
    cloud.run(
        AttachUserPolicyRequest.builder()
            .userName("ann")
            .policyArn("arn:aws:iam::aws:policy/" + policy)
            .build());
    var results =
        cloud
            .run(
                SimulatePrincipalPolicyRequest.builder()
                    .policySourceArn("arn:aws:iam::" + cloud.account() + ":user/ann")
                    .actionNames(action)
                    .build(),
                SimulatePrincipalPolicyResponse.class)
            .evaluationResults();

    assertThat(results.getFirst().evalDecisionAsString())
        .isEqualTo(allowed ? "allowed" : "implicitDeny");
  }

  @Test
  void awsPoliciesCannotBeChanged() {
    var arn = "arn:aws:iam::aws:policy/AdministratorAccess";

    Cloud.refused("AccessDenied", "cannot be changed", () -> addVersion(arn, true));
    Cloud.refused(
        "AccessDenied",
        "cannot be changed",
        () -> cloud.run(DeletePolicyRequest.builder().policyArn(arn).build()));
  }

  private GetPolicyResponse get(String arn) {
    return cloud.run(GetPolicyRequest.builder().policyArn(arn).build(), GetPolicyResponse.class);
  }

  private String create(String name) {
    return create(name, Cloud.ALLOWS_ALL);
  }

  private String create(String name, String document) {
    return cloud
        .run(
            CreatePolicyRequest.builder().policyName(name).policyDocument(document).build(),
            CreatePolicyResponse.class)
        .policy()
        .arn();
  }

  private String addVersion(String arn, boolean asDefault) {
    return cloud
        .run(
            CreatePolicyVersionRequest.builder()
                .policyArn(arn)
                .policyDocument(Cloud.ALLOWS_ALL)
                .setAsDefault(asDefault)
                .build(),
            CreatePolicyVersionResponse.class)
        .policyVersion()
        .versionId();
  }

  private void deleteVersion(String arn, String version) {
    cloud.run(DeletePolicyVersionRequest.builder().policyArn(arn).versionId(version).build());
  }

  private ListEntitiesForPolicyResponse entities(ListEntitiesForPolicyRequest input) {
    return cloud.run(input, ListEntitiesForPolicyResponse.class);
  }

  private List<String> names(ListPoliciesRequest input) {
    return cloud.run(input, ListPoliciesResponse.class).policies().stream()
        .map(policy -> policy.policyName())
        .toList();
  }
}
