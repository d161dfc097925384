package dev.hearth.identity.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.AddUserToGroupRequest;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.CreateUserResponse;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedRequest;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedResponse;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupRequest;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.UpdateUserRequest;

class UsersTest {
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
  void aUserIsMadeShownAndDeleted() {
    var user =
        cloud
            .run(
                CreateUserRequest.builder()
                    .userName("ann")
                    .path("/teams/a/")
                    .tags(tag("team", "red"))
                    .build(),
                CreateUserResponse.class)
            .user();

    assertThat(user.arn()).isEqualTo("arn:aws:iam::" + cloud.account() + ":user/teams/a/ann");
    assertThat(user.userId()).matches("AIDA[A-Z2-7]{17}");
    assertThat(user.createDate()).isEqualTo(cloud.now());
    assertThat(user.tags()).containsExactly(tag("team", "red"));
    assertThat(get("ann").user()).isEqualTo(user);

    cloud.run(DeleteUserRequest.builder().userName("ann").build());
    Cloud.refused("NoSuchEntity", "The user with name ann cannot be found.", () -> get("ann"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann", "ANN"})
  void namesMustDifferByMoreThanCase(String name) {
    create("ann");

    Cloud.refused(
        "EntityAlreadyExists", "User with name " + name + " already exists.", () -> create(name));
  }

  @Test
  void theCallerIsMeantWhereNoUserIsNamed() {
    var response = cloud.run(GetUserRequest.builder().build(), GetUserResponse.class);

    assertThat(response.user().userName()).isEqualTo("administrator");
    Cloud.refused(
        "ValidationError",
        "Must specify userName when calling with non-User credentials",
        () -> cloud.run(cloud.stranger("111122223333"), GetUserRequest.builder().build()));
  }

  @Test
  void aUserKeepsItsIdAndKeysWhenItIsRenamed() {
    create("ann");
    var key =
        cloud
            .run(
                CreateAccessKeyRequest.builder().userName("ann").build(),
                CreateAccessKeyResponse.class)
            .accessKey();
    var id = get("ann").user().userId();
    create("bob");
    Cloud.refused(
        "EntityAlreadyExists",
        "User with name bob already exists.",
        () -> cloud.run(UpdateUserRequest.builder().userName("ann").newUserName("bob").build()));

    cloud.run(
        UpdateUserRequest.builder().userName("ann").newUserName("Ann").newPath("/x/").build());

    assertThat(get("Ann").user().userId()).isEqualTo(id);
    assertThat(cloud.caller(key.accessKeyId(), null).arn()).endsWith(":user/x/Ann");
  }

  @Test
  void whatAUserStillHasForbidsItsDeletion() {
    create("ann");
    cloud.run(CreateGroupRequest.builder().groupName("ops").build());
    var key =
        cloud
            .run(
                CreateAccessKeyRequest.builder().userName("ann").build(),
                CreateAccessKeyResponse.class)
            .accessKey()
            .accessKeyId();
    var policy = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
    cloud.run(AttachUserPolicyRequest.builder().userName("ann").policyArn(policy).build());
    cloud.run(
        PutUserPolicyRequest.builder()
            .userName("ann")
            .policyName("p")
            .policyDocument(Cloud.ALLOWS_ALL)
            .build());
    cloud.run(AddUserToGroupRequest.builder().groupName("ops").userName("ann").build());
    Runnable delete = () -> cloud.run(DeleteUserRequest.builder().userName("ann").build());

    Cloud.refused(
        "DeleteConflict", "Cannot delete entity, must detach all policies first.", delete);
    cloud.run(DetachUserPolicyRequest.builder().userName("ann").policyArn(policy).build());
    Cloud.refused("DeleteConflict", "Cannot delete entity, must delete policies first.", delete);
    cloud.run(DeleteUserPolicyRequest.builder().userName("ann").policyName("p").build());
    Cloud.refused("DeleteConflict", "Cannot delete entity, must delete access keys first.", delete);
    cloud.run(DeleteAccessKeyRequest.builder().userName("ann").accessKeyId(key).build());
    Cloud.refused(
        "DeleteConflict", "Cannot delete entity, must remove users from group first.", delete);
    cloud.run(RemoveUserFromGroupRequest.builder().groupName("ops").userName("ann").build());
    delete.run();
  }

  @Test
  void aBoundaryMustBeAManagedPolicy() {
    Cloud.refused(
        "NoSuchEntity",
        "does not exist or is not attachable",
        () ->
            cloud.run(
                CreateUserRequest.builder()
                    .userName("ann")
                    .permissionsBoundary("arn:aws:iam::aws:policy/None")
                    .build()));
    create("ann");
    Cloud.refused(
        "NoSuchEntity",
        "has no permissions boundary",
        () -> cloud.run(DeleteUserPermissionsBoundaryRequest.builder().userName("ann").build()));
    cloud.run(
        PutUserPermissionsBoundaryRequest.builder()
            .userName("ann")
            .permissionsBoundary("arn:aws:iam::aws:policy/ReadOnlyAccess")
            .build());
    assertThat(get("ann").user().permissionsBoundary().permissionsBoundaryArn())
        .isEqualTo("arn:aws:iam::aws:policy/ReadOnlyAccess");
  }

  @Test
  void aUserMayHaveTwoKeysAndOnlyTheirMakingTellsTheSecret() {
    create("ann");
    var key =
        cloud
            .run(
                CreateAccessKeyRequest.builder().userName("ann").build(),
                CreateAccessKeyResponse.class)
            .accessKey();
    assertThat(key.accessKeyId()).matches("AKIA[A-Z2-7]{16}");
    assertThat(key.secretAccessKey())
        .isEqualTo(
            cloud.identity.authentication().find(key.accessKeyId(), null).orElseThrow().secret());
    cloud.run(CreateAccessKeyRequest.builder().userName("ann").build());
    Cloud.refused(
        "LimitExceeded",
        "Cannot exceed quota for AccessKeysPerUser: 2",
        () -> cloud.run(CreateAccessKeyRequest.builder().userName("ann").build()));

    cloud.run(
        UpdateAccessKeyRequest.builder()
            .userName("ann")
            .accessKeyId(key.accessKeyId())
            .status("Inactive")
            .build());
    var keys =
        cloud.run(
            ListAccessKeysRequest.builder().userName("ann").build(), ListAccessKeysResponse.class);
    assertThat(keys.accessKeyMetadata())
        .hasSize(2)
        .anySatisfy(
            k -> {
              assertThat(k.accessKeyId()).isEqualTo(key.accessKeyId());
              assertThat(k.statusAsString()).isEqualTo("Inactive");
            });
    Cloud.refused(
        "NoSuchEntity",
        "The Access Key with id AKIANONE cannot be found.",
        () ->
            cloud.run(
                DeleteAccessKeyRequest.builder().userName("ann").accessKeyId("AKIANONE").build()));
    Cloud.refused(
        "NoSuchEntity",
        "cannot be found",
        () ->
            cloud.run(
                DeleteAccessKeyRequest.builder()
                    .userName("administrator")
                    .accessKeyId(key.accessKeyId())
                    .build()));
  }

  @Test
  void aKeysLastUseIsKnown() {
    create("ann");
    var id =
        cloud
            .run(
                CreateAccessKeyRequest.builder().userName("ann").build(),
                CreateAccessKeyResponse.class)
            .accessKey()
            .accessKeyId();
    var asked = GetAccessKeyLastUsedRequest.builder().accessKeyId(id).build();
    var never = cloud.run(asked, GetAccessKeyLastUsedResponse.class);
    assertThat(never.accessKeyLastUsed().lastUsedDate()).isNull();
    assertThat(never.accessKeyLastUsed().serviceName()).isEqualTo("N/A");

    cloud.verdict(cloud.caller(id, null), "lambda:ListFunctions", "*");
    var used = cloud.run(asked, GetAccessKeyLastUsedResponse.class);
    assertThat(used.userName()).isEqualTo("ann");
    assertThat(used.accessKeyLastUsed().lastUsedDate()).isEqualTo(cloud.now());
    assertThat(used.accessKeyLastUsed().serviceName()).isEqualTo("lambda");
    assertThat(used.accessKeyLastUsed().region()).isEqualTo("us-east-1");
    Cloud.refused(
        "NoSuchEntity",
        "The Access Key with id AKIANONE cannot be found.",
        () -> cloud.run(GetAccessKeyLastUsedRequest.builder().accessKeyId("AKIANONE").build()));
  }

  private GetUserResponse get(String name) {
    return cloud.run(GetUserRequest.builder().userName(name).build(), GetUserResponse.class);
  }

  private void create(String name) {
    cloud.run(CreateUserRequest.builder().userName(name).build());
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
