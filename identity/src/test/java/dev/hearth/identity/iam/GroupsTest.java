package dev.hearth.identity.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.model.AddUserToGroupRequest;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.CreateGroupResponse;
import software.amazon.awssdk.services.iam.model.DeleteGroupRequest;
import software.amazon.awssdk.services.iam.model.GetGroupRequest;
import software.amazon.awssdk.services.iam.model.GetGroupResponse;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserResponse;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupRequest;
import software.amazon.awssdk.services.iam.model.UpdateGroupRequest;

class GroupsTest {
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
  void aGroupIsMadeChangedAndDeleted() {
    var group =
        cloud
            .run(
                CreateGroupRequest.builder().groupName("ops").path("/x/").build(),
                CreateGroupResponse.class)
            .group();
    assertThat(group.arn()).isEqualTo("arn:aws:iam::" + cloud.account() + ":group/x/ops");
    assertThat(group.groupId()).matches("AGPA[A-Z2-7]{17}");
    Cloud.refused(
        "EntityAlreadyExists",
        "Group with name OPS already exists.",
        () -> cloud.run(CreateGroupRequest.builder().groupName("OPS").build()));

    cloud.run(UpdateGroupRequest.builder().groupName("ops").newGroupName("dev").build());
    assertThat(get("dev").group().groupId()).isEqualTo(group.groupId());
    assertThat(get("dev").group().path()).isEqualTo("/x/");
    cloud.run(DeleteGroupRequest.builder().groupName("dev").build());
    Cloud.refused("NoSuchEntity", "The group with name dev cannot be found.", () -> get("dev"));
  }

  @Test
  void usersComeAndGo() {
    cloud.run(CreateGroupRequest.builder().groupName("ops").build());
    var add = AddUserToGroupRequest.builder().groupName("ops").userName("administrator").build();
    cloud.run(add);
    cloud.run(add);
    assertThat(get("ops").users()).extracting("userName").containsExactly("administrator");
    assertThat(
            cloud
                .run(
                    ListGroupsForUserRequest.builder().userName("administrator").build(),
                    ListGroupsForUserResponse.class)
                .groups())
        .extracting("groupName")
        .containsExactly("ops");
    Cloud.refused(
        "DeleteConflict",
        "must remove users from group first",
        () -> cloud.run(DeleteGroupRequest.builder().groupName("ops").build()));

    var remove =
        RemoveUserFromGroupRequest.builder().groupName("ops").userName("administrator").build();
    cloud.run(remove);
    assertThat(get("ops").users()).isEmpty();
    Cloud.refused(
        "NoSuchEntity",
        "The user with name administrator cannot be found.",
        () -> cloud.run(remove));
  }

  @Test
  void aUserMayBeInTenGroups() {
    for (int i = 0; i <= 10; i++) {
      cloud.run(CreateGroupRequest.builder().groupName("g" + i).build());
    }
    for (int i = 0; i < 10; i++) {
      cloud.run(
          AddUserToGroupRequest.builder().groupName("g" + i).userName("administrator").build());
    }

    Cloud.refused(
        "LimitExceeded",
        "Cannot exceed quota for GroupsPerUser: 10",
        () ->
            cloud.run(
                AddUserToGroupRequest.builder()
                    .groupName("g10")
                    .userName("administrator")
                    .build()));
  }

  private GetGroupResponse get(String name) {
    return cloud.run(GetGroupRequest.builder().groupName(name).build(), GetGroupResponse.class);
  }
}
