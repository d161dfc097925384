package dev.hearth.identity.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;

/// Policies of a role.
final class RolePoliciesTest extends OwnedPolicies {
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
}
