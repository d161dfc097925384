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
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedGroupPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedGroupPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListGroupPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListGroupPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;

/// Policies of users, groups and roles: the same rules thrice.
class OwnedPoliciesTest {
  @TempDir Path folder;
  private Cloud cloud;

  @BeforeEach
  void start() {
    cloud = new Cloud(folder, false);
    makeOwners();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private static final String S3 = "arn:aws:iam::aws:policy/AmazonS3FullAccess";

  private void makeOwners() {
    cloud.run(CreateUserRequest.builder().userName("x").build());
    cloud.run(CreateGroupRequest.builder().groupName("x").build());
    cloud.run(
        CreateRoleRequest.builder()
            .roleName("x")
            .assumeRolePolicyDocument(Cloud.TRUSTS_LAMBDA)
            .build());
  }

  @Test
  void aUserHasInlinePolicies() {
    putUser("p", Cloud.ALLOWS_ALL);
    putUser("q", Cloud.ALLOWS_ALL);
    putUser("p", Cloud.denying("*"));
    var policy =
        cloud.run(
            GetUserPolicyRequest.builder().userName("x").policyName("p").build(),
            GetUserPolicyResponse.class);
    assertThat(policy.userName()).isEqualTo("x");
    assertThat(policy.policyName()).isEqualTo("p");
    assertThat(URLDecoder.decode(policy.policyDocument(), StandardCharsets.UTF_8))
        .isEqualTo(Cloud.denying("*"));
    assertThat(
            cloud
                .run(
                    ListUserPoliciesRequest.builder().userName("x").build(),
                    ListUserPoliciesResponse.class)
                .policyNames())
        .containsExactly("p", "q");

    cloud.run(DeleteUserPolicyRequest.builder().userName("x").policyName("p").build());
    Cloud.refused(
        "NoSuchEntity",
        "The user policy with name p cannot be found.",
        () -> cloud.run(GetUserPolicyRequest.builder().userName("x").policyName("p").build()));
    Cloud.refused(
        "NoSuchEntity",
        "The user policy with name p cannot be found.",
        () -> cloud.run(DeleteUserPolicyRequest.builder().userName("x").policyName("p").build()));
    Cloud.refused("MalformedPolicyDocument", "Syntax errors in policy", () -> putUser("r", "{"));
    Cloud.refused(
        "NoSuchEntity",
        "The user with name y cannot be found.",
        () -> cloud.run(ListUserPoliciesRequest.builder().userName("y").build()));
  }

  @Test
  void allInlinePoliciesOfAUserTogetherAreLimited() {
    int half = 2048 / 2;
    putUser("p", sized(half));
    putUser("q", sized(half) + " ".repeat(1_000));
    Cloud.refused(
        "LimitExceeded",
        "Maximum policy size of 2048 bytes exceeded for user x",
        () -> putUser("r", Cloud.ALLOWS_ALL));
    putUser("q", Cloud.ALLOWS_ALL);
    putUser("r", Cloud.ALLOWS_ALL);
  }

  @Test
  void managedPoliciesAreAttachedToAUser() {
    var attach = AttachUserPolicyRequest.builder().userName("x").policyArn(S3).build();
    cloud.run(attach);
    cloud.run(attach);
    assertThat(attachedUser("/")).containsExactly("AmazonS3FullAccess");
    assertThat(attachedUser("/service-role/")).isEmpty();
    Cloud.refused(
        "NoSuchEntity",
        "Policy arn:aws:iam::aws:policy/None does not exist or is not attachable.",
        () ->
            cloud.run(
                AttachUserPolicyRequest.builder()
                    .userName("x")
                    .policyArn("arn:aws:iam::aws:policy/None")
                    .build()));

    var detach = DetachUserPolicyRequest.builder().userName("x").policyArn(S3).build();
    cloud.run(detach);
    assertThat(attachedUser("/")).isEmpty();
    Cloud.refused("NoSuchEntity", "Policy " + S3 + " was not found.", () -> cloud.run(detach));
  }

  @Test
  void aUserHasNoMoreThanTenManagedPolicies() {
    for (int i = 0; i < 10; i++) {
      cloud.run(AttachUserPolicyRequest.builder().userName("x").policyArn(policy("p" + i)).build());
    }
    Cloud.refused(
        "LimitExceeded",
        "Cannot exceed quota for PoliciesPerUser: 10",
        () -> cloud.run(AttachUserPolicyRequest.builder().userName("x").policyArn(S3).build()));
  }

  private void putUser(String name, String document) {
    cloud.run(
        PutUserPolicyRequest.builder()
            .userName("x")
            .policyName(name)
            .policyDocument(document)
            .build());
  }

  private List<String> attachedUser(String prefix) {
    return cloud
        .run(
            ListAttachedUserPoliciesRequest.builder().userName("x").pathPrefix(prefix).build(),
            ListAttachedUserPoliciesResponse.class)
        .attachedPolicies()
        .stream()
        .map(policy -> policy.policyName())
        .toList();
  }

  @Test
  void aGroupHasInlinePolicies() {
    putGroup("p", Cloud.ALLOWS_ALL);
    putGroup("q", Cloud.ALLOWS_ALL);
    putGroup("p", Cloud.denying("*"));
    var policy =
        cloud.run(
            GetGroupPolicyRequest.builder().groupName("x").policyName("p").build(),
            GetGroupPolicyResponse.class);
    assertThat(policy.groupName()).isEqualTo("x");
    assertThat(policy.policyName()).isEqualTo("p");
    assertThat(URLDecoder.decode(policy.policyDocument(), StandardCharsets.UTF_8))
        .isEqualTo(Cloud.denying("*"));
    assertThat(
            cloud
                .run(
                    ListGroupPoliciesRequest.builder().groupName("x").build(),
                    ListGroupPoliciesResponse.class)
                .policyNames())
        .containsExactly("p", "q");

    cloud.run(DeleteGroupPolicyRequest.builder().groupName("x").policyName("p").build());
    Cloud.refused(
        "NoSuchEntity",
        "The group policy with name p cannot be found.",
        () -> cloud.run(GetGroupPolicyRequest.builder().groupName("x").policyName("p").build()));
    Cloud.refused(
        "NoSuchEntity",
        "The group policy with name p cannot be found.",
        () -> cloud.run(DeleteGroupPolicyRequest.builder().groupName("x").policyName("p").build()));
    Cloud.refused("MalformedPolicyDocument", "Syntax errors in policy", () -> putGroup("r", "{"));
    Cloud.refused(
        "NoSuchEntity",
        "The group with name y cannot be found.",
        () -> cloud.run(ListGroupPoliciesRequest.builder().groupName("y").build()));
  }

  @Test
  void allInlinePoliciesOfAGroupTogetherAreLimited() {
    int half = 5120 / 2;
    putGroup("p", sized(half));
    putGroup("q", sized(half) + " ".repeat(1_000));
    Cloud.refused(
        "LimitExceeded",
        "Maximum policy size of 5120 bytes exceeded for group x",
        () -> putGroup("r", Cloud.ALLOWS_ALL));
    putGroup("q", Cloud.ALLOWS_ALL);
    putGroup("r", Cloud.ALLOWS_ALL);
  }

  @Test
  void managedPoliciesAreAttachedToAGroup() {
    var attach = AttachGroupPolicyRequest.builder().groupName("x").policyArn(S3).build();
    cloud.run(attach);
    cloud.run(attach);
    assertThat(attachedGroup("/")).containsExactly("AmazonS3FullAccess");
    assertThat(attachedGroup("/service-role/")).isEmpty();
    Cloud.refused(
        "NoSuchEntity",
        "Policy arn:aws:iam::aws:policy/None does not exist or is not attachable.",
        () ->
            cloud.run(
                AttachGroupPolicyRequest.builder()
                    .groupName("x")
                    .policyArn("arn:aws:iam::aws:policy/None")
                    .build()));

    var detach = DetachGroupPolicyRequest.builder().groupName("x").policyArn(S3).build();
    cloud.run(detach);
    assertThat(attachedGroup("/")).isEmpty();
    Cloud.refused("NoSuchEntity", "Policy " + S3 + " was not found.", () -> cloud.run(detach));
  }

  @Test
  void aGroupHasNoMoreThanTenManagedPolicies() {
    for (int i = 0; i < 10; i++) {
      cloud.run(
          AttachGroupPolicyRequest.builder().groupName("x").policyArn(policy("p" + i)).build());
    }
    Cloud.refused(
        "LimitExceeded",
        "Cannot exceed quota for PoliciesPerGroup: 10",
        () -> cloud.run(AttachGroupPolicyRequest.builder().groupName("x").policyArn(S3).build()));
  }

  private void putGroup(String name, String document) {
    cloud.run(
        PutGroupPolicyRequest.builder()
            .groupName("x")
            .policyName(name)
            .policyDocument(document)
            .build());
  }

  private List<String> attachedGroup(String prefix) {
    return cloud
        .run(
            ListAttachedGroupPoliciesRequest.builder().groupName("x").pathPrefix(prefix).build(),
            ListAttachedGroupPoliciesResponse.class)
        .attachedPolicies()
        .stream()
        .map(policy -> policy.policyName())
        .toList();
  }

  @Test
  void aRoleHasInlinePolicies() {
    putRole("p", Cloud.ALLOWS_ALL);
    putRole("q", Cloud.ALLOWS_ALL);
    putRole("p", Cloud.denying("*"));
    var policy =
        cloud.run(
            GetRolePolicyRequest.builder().roleName("x").policyName("p").build(),
            GetRolePolicyResponse.class);
    assertThat(policy.roleName()).isEqualTo("x");
    assertThat(policy.policyName()).isEqualTo("p");
    assertThat(URLDecoder.decode(policy.policyDocument(), StandardCharsets.UTF_8))
        .isEqualTo(Cloud.denying("*"));
    assertThat(
            cloud
                .run(
                    ListRolePoliciesRequest.builder().roleName("x").build(),
                    ListRolePoliciesResponse.class)
                .policyNames())
        .containsExactly("p", "q");

    cloud.run(DeleteRolePolicyRequest.builder().roleName("x").policyName("p").build());
    Cloud.refused(
        "NoSuchEntity",
        "The role policy with name p cannot be found.",
        () -> cloud.run(GetRolePolicyRequest.builder().roleName("x").policyName("p").build()));
    Cloud.refused(
        "NoSuchEntity",
        "The role policy with name p cannot be found.",
        () -> cloud.run(DeleteRolePolicyRequest.builder().roleName("x").policyName("p").build()));
    Cloud.refused("MalformedPolicyDocument", "Syntax errors in policy", () -> putRole("r", "{"));
    Cloud.refused(
        "NoSuchEntity",
        "The role with name y cannot be found.",
        () -> cloud.run(ListRolePoliciesRequest.builder().roleName("y").build()));
  }

  @Test
  void allInlinePoliciesOfARoleTogetherAreLimited() {
    int half = 10240 / 2;
    putRole("p", sized(half));
    putRole("q", sized(half) + " ".repeat(1_000));
    Cloud.refused(
        "LimitExceeded",
        "Maximum policy size of 10240 bytes exceeded for role x",
        () -> putRole("r", Cloud.ALLOWS_ALL));
    putRole("q", Cloud.ALLOWS_ALL);
    putRole("r", Cloud.ALLOWS_ALL);
  }

  @Test
  void managedPoliciesAreAttachedToARole() {
    var attach = AttachRolePolicyRequest.builder().roleName("x").policyArn(S3).build();
    cloud.run(attach);
    cloud.run(attach);
    assertThat(attachedRole("/")).containsExactly("AmazonS3FullAccess");
    assertThat(attachedRole("/service-role/")).isEmpty();
    Cloud.refused(
        "NoSuchEntity",
        "Policy arn:aws:iam::aws:policy/None does not exist or is not attachable.",
        () ->
            cloud.run(
                AttachRolePolicyRequest.builder()
                    .roleName("x")
                    .policyArn("arn:aws:iam::aws:policy/None")
                    .build()));

    var detach = DetachRolePolicyRequest.builder().roleName("x").policyArn(S3).build();
    cloud.run(detach);
    assertThat(attachedRole("/")).isEmpty();
    Cloud.refused("NoSuchEntity", "Policy " + S3 + " was not found.", () -> cloud.run(detach));
  }

  @Test
  void aRoleHasNoMoreThanTenManagedPolicies() {
    for (int i = 0; i < 10; i++) {
      cloud.run(AttachRolePolicyRequest.builder().roleName("x").policyArn(policy("p" + i)).build());
    }
    Cloud.refused(
        "LimitExceeded",
        "Cannot exceed quota for PoliciesPerRole: 10",
        () -> cloud.run(AttachRolePolicyRequest.builder().roleName("x").policyArn(S3).build()));
  }

  private void putRole(String name, String document) {
    cloud.run(
        PutRolePolicyRequest.builder()
            .roleName("x")
            .policyName(name)
            .policyDocument(document)
            .build());
  }

  private List<String> attachedRole(String prefix) {
    return cloud
        .run(
            ListAttachedRolePoliciesRequest.builder().roleName("x").pathPrefix(prefix).build(),
            ListAttachedRolePoliciesResponse.class)
        .attachedPolicies()
        .stream()
        .map(policy -> policy.policyName())
        .toList();
  }

  private String policy(String name) {
    return cloud
        .run(
            CreatePolicyRequest.builder().policyName(name).policyDocument(Cloud.ALLOWS_ALL).build(),
            CreatePolicyResponse.class)
        .policy()
        .arn();
  }

  /// A policy of so many characters.
  private static String sized(int characters) {
    return Cloud.allowing("s3:" + "x".repeat(characters - Cloud.allowing("s3:").length()));
  }
}
