package dev.hearth.identity.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;

/// Policies of a user.
final class UserPoliciesTest extends OwnedPolicies {
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
}
