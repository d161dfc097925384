package dev.hearth.identity.iam;

import dev.hearth.identity.Cloud;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;

/// What the tests of policies that an entity owns have in common: a user, a group and a role.
abstract class OwnedPolicies {
  @TempDir Path folder;
  Cloud cloud;

  @BeforeEach
  void start() {
    cloud = new Cloud(folder, false);
    makeOwners();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  static final String S3 = "arn:aws:iam::aws:policy/AmazonS3FullAccess";

  void makeOwners() {
    cloud.run(CreateUserRequest.builder().userName("x").build());
    cloud.run(CreateGroupRequest.builder().groupName("x").build());
    cloud.run(
        CreateRoleRequest.builder()
            .roleName("x")
            .assumeRolePolicyDocument(Cloud.TRUSTS_LAMBDA)
            .build());
  }

  String policy(String name) {
    return cloud
        .run(
            CreatePolicyRequest.builder().policyName(name).policyDocument(Cloud.ALLOWS_ALL).build(),
            CreatePolicyResponse.class)
        .policy()
        .arn();
  }

  /// A policy of so many characters.
  static String sized(int characters) {
    return Cloud.allowing("s3:" + "x".repeat(characters - Cloud.allowing("s3:").length()));
  }
}
