package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.AddUserToGroupRequest;
import software.amazon.awssdk.services.iam.model.AddUserToGroupResponse;

/// Makes a user a member of a group.
record AddUserToGroup(Iam iam) implements Operation<AddUserToGroupRequest, AddUserToGroupResponse> {
  @Override
  public Access access(AddUserToGroupRequest input, Call call) {
    return iam.on(name(), call, EntityKind.GROUP, input.groupName());
  }

  @Override
  public AddUserToGroupResponse run(AddUserToGroupRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.memberships().add(tables.group(input.groupName()), tables.user(input.userName()));
          return AddUserToGroupResponse.builder().build();
        });
  }
}
