package dev.hearth.identity.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedGroupPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedGroupPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListGroupPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListGroupPoliciesResponse;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyRequest;

/// Policies of a group.
final class GroupPoliciesTest extends OwnedPolicies {
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
}
