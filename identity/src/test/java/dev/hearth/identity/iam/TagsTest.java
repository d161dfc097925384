package dev.hearth.identity.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsResponse;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.ListUserTagsRequest;
import software.amazon.awssdk.services.iam.model.ListUserTagsResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.TagPolicyRequest;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagUserRequest;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.UntagPolicyRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagUserRequest;

class TagsTest {
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
  void aUserIsTagged() {
    cloud.run(CreateUserRequest.builder().userName("x").build());
    cloud.run(TagUserRequest.builder().userName("x").tags(tag("a", "1"), tag("b", "2")).build());
    cloud.run(TagUserRequest.builder().userName("x").tags(tag("A", "3"), tag("c", "")).build());
    assertThat(tagsOfUser()).containsExactly(tag("A", "3"), tag("b", "2"), tag("c", ""));
    cloud.run(UntagUserRequest.builder().userName("x").tagKeys("B", "absent").build());
    assertThat(tagsOfUser()).containsExactly(tag("A", "3"), tag("c", ""));
  }

  private List<Tag> tagsOfUser() {
    return cloud
        .run(ListUserTagsRequest.builder().userName("x").build(), ListUserTagsResponse.class)
        .tags();
  }

  @Test
  void aRoleIsTagged() {
    cloud.run(
        CreateRoleRequest.builder()
            .roleName("x")
            .assumeRolePolicyDocument(Cloud.TRUSTS_LAMBDA)
            .build());
    cloud.run(TagRoleRequest.builder().roleName("x").tags(tag("a", "1"), tag("b", "2")).build());
    cloud.run(TagRoleRequest.builder().roleName("x").tags(tag("A", "3"), tag("c", "")).build());
    assertThat(tagsOfRole()).containsExactly(tag("A", "3"), tag("b", "2"), tag("c", ""));
    cloud.run(UntagRoleRequest.builder().roleName("x").tagKeys("B", "absent").build());
    assertThat(tagsOfRole()).containsExactly(tag("A", "3"), tag("c", ""));
  }

  private List<Tag> tagsOfRole() {
    return cloud
        .run(ListRoleTagsRequest.builder().roleName("x").build(), ListRoleTagsResponse.class)
        .tags();
  }

  @Test
  void aInstanceProfileIsTagged() {
    cloud.run(CreateInstanceProfileRequest.builder().instanceProfileName("x").build());
    cloud.run(
        TagInstanceProfileRequest.builder()
            .instanceProfileName("x")
            .tags(tag("a", "1"), tag("b", "2"))
            .build());
    cloud.run(
        TagInstanceProfileRequest.builder()
            .instanceProfileName("x")
            .tags(tag("A", "3"), tag("c", ""))
            .build());
    assertThat(tagsOfInstanceProfile()).containsExactly(tag("A", "3"), tag("b", "2"), tag("c", ""));
    cloud.run(
        UntagInstanceProfileRequest.builder()
            .instanceProfileName("x")
            .tagKeys("B", "absent")
            .build());
    assertThat(tagsOfInstanceProfile()).containsExactly(tag("A", "3"), tag("c", ""));
  }

  private List<Tag> tagsOfInstanceProfile() {
    return cloud
        .run(
            ListInstanceProfileTagsRequest.builder().instanceProfileName("x").build(),
            ListInstanceProfileTagsResponse.class)
        .tags();
  }

  @Test
  void aPolicyIsTagged() {
    cloud.run(
        CreatePolicyRequest.builder().policyName("x").policyDocument(Cloud.ALLOWS_ALL).build());
    cloud.run(
        TagPolicyRequest.builder().policyArn(arn()).tags(tag("a", "1"), tag("b", "2")).build());
    cloud.run(
        TagPolicyRequest.builder().policyArn(arn()).tags(tag("A", "3"), tag("c", "")).build());
    assertThat(tagsOfPolicy()).containsExactly(tag("A", "3"), tag("b", "2"), tag("c", ""));
    cloud.run(UntagPolicyRequest.builder().policyArn(arn()).tagKeys("B", "absent").build());
    assertThat(tagsOfPolicy()).containsExactly(tag("A", "3"), tag("c", ""));
  }

  private List<Tag> tagsOfPolicy() {
    return cloud
        .run(ListPolicyTagsRequest.builder().policyArn(arn()).build(), ListPolicyTagsResponse.class)
        .tags();
  }

  @Test
  void tagsAreLimitedAndTheirKeysChecked() {
    var fifty = new ArrayList<Tag>();
    for (int i = 0; i < 50; i++) {
      fifty.add(tag("k" + i, "v"));
    }
    cloud.run(TagUserRequest.builder().userName("administrator").tags(fifty).build());

    Cloud.refused("LimitExceeded", "maximum limit of 50", () -> tagAdministrator(tag("k", "v")));
    Cloud.refused("InvalidInput", "reserved", () -> tagAdministrator(tag("AWS:x", "v")));
    Cloud.refused(
        "InvalidInput",
        "Duplicate tag keys found.",
        () -> tagAdministrator(tag("k1", "v"), tag("K1", "w")));
    tagAdministrator(tag("k1", "w"));
  }

  private void tagAdministrator(Tag... tags) {
    cloud.run(TagUserRequest.builder().userName("administrator").tags(tags).build());
  }

  private String arn() {
    return "arn:aws:iam::" + cloud.account() + ":policy/x";
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
