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
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;

class RolesTest {
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
  void aRoleIsMadeAndShown() {
    var role =
        cloud
            .run(
                CreateRoleRequest.builder()
                    .roleName("worker")
                    .path("/service-role/")
                    .description("works")
                    .assumeRolePolicyDocument(Cloud.TRUSTS_LAMBDA)
                    .maxSessionDuration(7_200)
                    .permissionsBoundary("arn:aws:iam::aws:policy/PowerUserAccess")
                    .tags(Tag.builder().key("team").value("red").build())
                    .build(),
                CreateRoleResponse.class)
            .role();

    assertThat(role.arn())
        .isEqualTo("arn:aws:iam::" + cloud.account() + ":role/service-role/worker");
    assertThat(role.roleId()).matches("AROA[A-Z2-7]{17}");
    assertThat(role.maxSessionDuration()).isEqualTo(7_200);
    assertThat(role.assumeRolePolicyDocument())
        .startsWith("%7B%22Version%22%3A%222012-10-17%22")
        .doesNotContain("+", "*");
    assertThat(URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
        .isEqualTo(Cloud.TRUSTS_LAMBDA);
    assertThat(get("worker")).isEqualTo(role);
  }

  @Test
  void aRoleIsChanged() {
    create("worker");
    cloud.run(
        UpdateRoleRequest.builder()
            .roleName("worker")
            .description("new")
            .maxSessionDuration(10_000)
            .build());
    assertThat(get("worker").description()).isEqualTo("new");
    assertThat(get("worker").maxSessionDuration()).isEqualTo(10_000);

    cloud.run(UpdateRoleRequest.builder().roleName("worker").build());
    assertThat(get("worker").description()).isEqualTo("new");
    assertThat(get("worker").maxSessionDuration()).isEqualTo(3_600);

    var newest =
        cloud.run(
            UpdateRoleDescriptionRequest.builder().roleName("worker").description("newest").build(),
            UpdateRoleDescriptionResponse.class);
    assertThat(newest.role().description()).isEqualTo("newest");

    var trust = Cloud.trusting("\"AWS\":\"111122223333\"");
    cloud.run(
        UpdateAssumeRolePolicyRequest.builder().roleName("worker").policyDocument(trust).build());
    assertThat(URLDecoder.decode(get("worker").assumeRolePolicyDocument(), StandardCharsets.UTF_8))
        .isEqualTo(trust);
  }

  @Test
  void aWrongTrustPolicyIsRefused() {
    Cloud.refused(
        "MalformedPolicyDocument",
        "Missing required field Principal",
        () ->
            cloud.run(
                CreateRoleRequest.builder()
                    .roleName("r")
                    .assumeRolePolicyDocument(
                        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\"}}")
                    .build()));
    create("r");
    Cloud.refused(
        "MalformedPolicyDocument",
        "Has prohibited field Resource",
        () ->
            cloud.run(
                UpdateAssumeRolePolicyRequest.builder()
                    .roleName("r")
                    .policyDocument(Cloud.ALLOWS_ALL.replace("*", "sts:AssumeRole"))
                    .build()));
    Cloud.refused(
        "LimitExceeded",
        "Cannot exceed quota for ACLSizePerRole: 2048",
        () ->
            cloud.run(
                UpdateAssumeRolePolicyRequest.builder()
                    .roleName("r")
                    .policyDocument(
                        Cloud.trusting("\"Service\":\"" + "x".repeat(2_048) + ".amazonaws.com\""))
                    .build()));
  }

  @Test
  void whatIsNotThereOrThereAlreadyIsRefused() {
    create("r");

    Cloud.refused("EntityAlreadyExists", "Role with name r already exists.", () -> create("r"));
    Cloud.refused("NoSuchEntity", "The role with name x cannot be found.", () -> get("x"));
    for (SdkPojo input :
        List.of(
            UpdateRoleRequest.builder().roleName("x").build(),
            DeleteRoleRequest.builder().roleName("x").build(),
            ListRoleTagsRequest.builder().roleName("x").build(),
            ListRolePoliciesRequest.builder().roleName("x").build(),
            ListAttachedRolePoliciesRequest.builder().roleName("x").build(),
            ListInstanceProfilesForRoleRequest.builder().roleName("x").build())) {
      Cloud.refused(
          "NoSuchEntity", "The role with name x cannot be found.", () -> cloud.run(input));
    }
  }

  @Test
  void aBoundaryIsPutAndTakenAway() {
    create("r");
    var arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    cloud.run(
        PutRolePermissionsBoundaryRequest.builder().roleName("r").permissionsBoundary(arn).build());
    assertThat(get("r").permissionsBoundary().permissionsBoundaryArn()).isEqualTo(arn);
    assertThat(get("r").permissionsBoundary().permissionsBoundaryTypeAsString())
        .isEqualTo("PermissionsBoundaryPolicy");
    cloud.run(DeleteRolePermissionsBoundaryRequest.builder().roleName("r").build());
    assertThat(get("r").permissionsBoundary()).isNull();
  }

  @Test
  void aRoleInAnInstanceProfileIsNotDeleted() {
    create("r");
    cloud.run(CreateInstanceProfileRequest.builder().instanceProfileName("p").build());
    cloud.run(
        AddRoleToInstanceProfileRequest.builder().instanceProfileName("p").roleName("r").build());
    var delete = DeleteRoleRequest.builder().roleName("r").build();
    Cloud.refused(
        "DeleteConflict",
        "Cannot delete entity, must remove roles from instance profile first.",
        () -> cloud.run(delete));
    cloud.run(
        RemoveRoleFromInstanceProfileRequest.builder()
            .instanceProfileName("p")
            .roleName("r")
            .build());
    cloud.run(delete);
    Cloud.refused("NoSuchEntity", "cannot be found", () -> get("r"));
  }

  @Test
  void aServiceLinkedRoleBelongsToItsService() {
    var create =
        CreateServiceLinkedRoleRequest.builder().awsServiceName("scheduler.amazonaws.com").build();
    var role = cloud.run(create, CreateServiceLinkedRoleResponse.class).role();
    assertThat(role.arn())
        .endsWith(":role/aws-service-role/scheduler.amazonaws.com/AWSServiceRoleForScheduler");
    assertThat(cloud.identity.roles().assumable(role.arn(), "scheduler.amazonaws.com")).isTrue();
    Cloud.refused("InvalidInput", "has been taken in this account", () -> cloud.run(create));
    Cloud.refused(
        "InvalidInput",
        "Invalid service name: x",
        () -> cloud.run(CreateServiceLinkedRoleRequest.builder().awsServiceName("x").build()));
    Cloud.refused(
        "UnmodifiableEntity",
        "only modifiable by AWS",
        () -> cloud.run(DeleteRoleRequest.builder().roleName(role.roleName()).build()));

    var task =
        cloud
            .run(
                DeleteServiceLinkedRoleRequest.builder().roleName(role.roleName()).build(),
                DeleteServiceLinkedRoleResponse.class)
            .deletionTaskId();
    assertThat(
            cloud
                .run(
                    GetServiceLinkedRoleDeletionStatusRequest.builder()
                        .deletionTaskId(task)
                        .build(),
                    GetServiceLinkedRoleDeletionStatusResponse.class)
                .statusAsString())
        .isEqualTo("SUCCEEDED");
    Cloud.refused("NoSuchEntity", "cannot be found", () -> get(role.roleName()));
  }

  private software.amazon.awssdk.services.iam.model.Role get(String name) {
    return cloud.run(GetRoleRequest.builder().roleName(name).build(), GetRoleResponse.class).role();
  }

  private void create(String name) {
    cloud.run(
        CreateRoleRequest.builder()
            .roleName(name)
            .assumeRolePolicyDocument(Cloud.TRUSTS_LAMBDA)
            .build());
  }
}
