package dev.hearth.identity.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleResponse;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileRequest;

class InstanceProfilesTest {
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
  void anInstanceProfileHoldsOneRole() {
    var profile =
        cloud
            .run(
                CreateInstanceProfileRequest.builder().instanceProfileName("p").build(),
                CreateInstanceProfileResponse.class)
            .instanceProfile();
    assertThat(profile.instanceProfileId()).matches("AIPA[A-Z2-7]{17}");
    assertThat(profile.arn()).endsWith(":instance-profile/p");
    for (var role : List.of("r", "s")) {
      cloud.run(
          CreateRoleRequest.builder()
              .roleName(role)
              .assumeRolePolicyDocument(Cloud.TRUSTS_LAMBDA)
              .build());
    }
    add("r");
    Cloud.refused(
        "LimitExceeded",
        "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
        () -> add("s"));
    assertThat(get().roles()).extracting("roleName").containsExactly("r");
    assertThat(
            cloud
                .run(
                    ListInstanceProfilesForRoleRequest.builder().roleName("r").build(),
                    ListInstanceProfilesForRoleResponse.class)
                .instanceProfiles())
        .extracting("instanceProfileName")
        .containsExactly("p");
    var delete = DeleteInstanceProfileRequest.builder().instanceProfileName("p").build();
    Cloud.refused(
        "DeleteConflict", "must remove roles from instance profile first", () -> cloud.run(delete));

    cloud.run(
        RemoveRoleFromInstanceProfileRequest.builder()
            .instanceProfileName("p")
            .roleName("r")
            .build());
    assertThat(get().roles()).isEmpty();
    cloud.run(delete);
    Cloud.refused("NoSuchEntity", "Instance Profile p cannot be found.", this::get);
  }

  private void add(String role) {
    cloud.run(
        AddRoleToInstanceProfileRequest.builder().instanceProfileName("p").roleName(role).build());
  }

  private software.amazon.awssdk.services.iam.model.InstanceProfile get() {
    return cloud
        .run(
            GetInstanceProfileRequest.builder().instanceProfileName("p").build(),
            GetInstanceProfileResponse.class)
        .instanceProfile();
  }
}
