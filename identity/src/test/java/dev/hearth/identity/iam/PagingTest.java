package dev.hearth.identity.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.AddUserToGroupRequest;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.GetGroupRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedGroupPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListGroupPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListUserTagsRequest;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.UpdateGroupRequest;
import software.amazon.awssdk.utils.builder.ToCopyableBuilder;

/// Every list, page by page with one item each, shows what it shows at once.
class PagingTest {
  @TempDir Path folder;
  private Cloud cloud;

  @BeforeEach
  void start() {
    cloud = new Cloud(folder, false);
    makeTwoOfEverything();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private static final List<Tag> TAGS =
      List.of(Tag.builder().key("a").value("1").build(), Tag.builder().key("b").value("2").build());

  private void makeTwoOfEverything() {
    for (int i = 1; i <= 2; i++) {
      cloud.run(CreateUserRequest.builder().userName("u" + i).tags(TAGS).build());
      cloud.run(CreateGroupRequest.builder().groupName("g" + i).build());
      cloud.run(
          CreateRoleRequest.builder()
              .roleName("r" + i)
              .assumeRolePolicyDocument(Cloud.TRUSTS_LAMBDA)
              .tags(TAGS)
              .build());
      cloud.run(
          CreatePolicyRequest.builder()
              .policyName("p" + i)
              .policyDocument(Cloud.ALLOWS_ALL)
              .tags(TAGS)
              .build());
      cloud.run(
          CreateInstanceProfileRequest.builder().instanceProfileName("i" + i).tags(TAGS).build());
      cloud.run(
          AddRoleToInstanceProfileRequest.builder()
              .instanceProfileName("i" + i)
              .roleName("r1")
              .build());
      cloud.run(CreateAccessKeyRequest.builder().userName("u1").build());
    }
    for (int i = 1; i <= 2; i++) {
      cloud.run(AddUserToGroupRequest.builder().groupName("g" + i).userName("u1").build());
      if (i == 2) {
        cloud.run(AddUserToGroupRequest.builder().groupName("g1").userName("u2").build());
      }
      cloud.run(
          CreatePolicyVersionRequest.builder()
              .policyArn(arn("p1"))
              .policyDocument(Cloud.ALLOWS_ALL)
              .build());
      cloud.run(AttachUserPolicyRequest.builder().userName("u1").policyArn(arn("p" + i)).build());
      cloud.run(AttachGroupPolicyRequest.builder().groupName("g1").policyArn(arn("p" + i)).build());
      cloud.run(AttachRolePolicyRequest.builder().roleName("r1").policyArn(arn("p" + i)).build());
      cloud.run(
          PutUserPolicyRequest.builder()
              .userName("u1")
              .policyName("p" + i)
              .policyDocument(Cloud.ALLOWS_ALL)
              .build());
      cloud.run(
          PutGroupPolicyRequest.builder()
              .groupName("g1")
              .policyName("p" + i)
              .policyDocument(Cloud.ALLOWS_ALL)
              .build());
      cloud.run(
          PutRolePolicyRequest.builder()
              .roleName("r1")
              .policyName("p" + i)
              .policyDocument(Cloud.ALLOWS_ALL)
              .build());
    }
  }

  @Test
  void everyListIsTheSamePageByPage() {
    for (SdkPojo list :
        List.of(
            ListUsersRequest.builder().build(),
            ListGroupsRequest.builder().build(),
            ListRolesRequest.builder().build(),
            ListInstanceProfilesRequest.builder().build(),
            ListAccessKeysRequest.builder().userName("u1").build(),
            ListGroupsForUserRequest.builder().userName("u1").build(),
            GetGroupRequest.builder().groupName("g1").build(),
            ListUserPoliciesRequest.builder().userName("u1").build(),
            ListGroupPoliciesRequest.builder().groupName("g1").build(),
            ListRolePoliciesRequest.builder().roleName("r1").build(),
            ListAttachedUserPoliciesRequest.builder().userName("u1").build(),
            ListAttachedGroupPoliciesRequest.builder().groupName("g1").build(),
            ListAttachedRolePoliciesRequest.builder().roleName("r1").build(),
            ListUserTagsRequest.builder().userName("u1").build(),
            ListRoleTagsRequest.builder().roleName("r1").build(),
            ListInstanceProfileTagsRequest.builder().instanceProfileName("i1").build(),
            ListPolicyTagsRequest.builder().policyArn(arn("p1")).build(),
            ListPoliciesRequest.builder().scope("Local").build(),
            ListPolicyVersionsRequest.builder().policyArn(arn("p1")).build(),
            ListInstanceProfilesForRoleRequest.builder().roleName("r1").build())) {
      var all = cloud.run(list, SdkPojo.class);
      assertThat(value(all, "IsTruncated")).isEqualTo(false);
      assertThat(value(all, "Marker")).isNull();

      var items = new ArrayList<Object>();
      Object marker = null;
      do {
        var page = cloud.run(page(list, marker), SdkPojo.class);
        assertThat(items(page)).as(list.toString()).hasSize(1);
        items.addAll(items(page));
        marker = value(page, "Marker");
        assertThat(value(page, "IsTruncated")).isEqualTo(marker != null);
      } while (marker != null);
      assertThat(items).as(list.toString()).hasSizeGreaterThan(1).isEqualTo(items(all));
    }
  }

  private static SdkPojo page(SdkPojo list, @Nullable Object marker) {
    var builder = ((ToCopyableBuilder<?, ?>) list).toBuilder();
    field(list, "MaxItems").set(builder, 1);
    field(list, "Marker").set(builder, marker);
    return (SdkPojo) builder.build();
  }

  private static @Nullable Object value(SdkPojo pojo, String name) {
    return field(pojo, name).getValueOrDefault(pojo);
  }

  private static List<?> items(SdkPojo page) {
    return page.sdkFields().stream()
        .filter(field -> field.marshallingType().equals(MarshallingType.LIST))
        .map(field -> (List<?>) field.getValueOrDefault(page))
        .findFirst()
        .orElseThrow();
  }

  private static SdkField<?> field(SdkPojo pojo, String name) {
    return pojo.sdkFields().stream()
        .filter(field -> field.locationName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMarkerOfNothingIsRefused() {
    Cloud.refused(
        "ValidationError",
        "Invalid Marker.",
        () -> cloud.run(ListUsersRequest.builder().marker("*").build()));
  }

  @Test
  void whatIsRemovedBetweenTwoPagesSkipsNothing() {
    var first =
        cloud.run(ListGroupsRequest.builder().maxItems(1).build(), ListGroupsResponse.class);
    cloud.run(CreateGroupRequest.builder().groupName("g0").build());
    cloud.run(UpdateGroupRequest.builder().groupName("g1").newGroupName("g3").build());
    var rest =
        cloud.run(
            ListGroupsRequest.builder().marker(first.marker()).build(), ListGroupsResponse.class);

    assertThat(rest.groups()).extracting("groupName").containsExactly("g2", "g3");
  }

  private String arn(String policy) {
    return "arn:aws:iam::" + cloud.account() + ":policy/" + policy;
  }
}
