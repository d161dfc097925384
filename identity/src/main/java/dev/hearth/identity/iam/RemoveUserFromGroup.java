package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupRequest;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupResponse;

/// Takes a user out of a group.
record RemoveUserFromGroup(Iam iam)
    implements Operation<RemoveUserFromGroupRequest, RemoveUserFromGroupResponse> {
  @Override
  public Access access(RemoveUserFromGroupRequest input, Call call) {
    return iam.on(name(), call, EntityKind.GROUP, input.groupName());
  }

  @Override
  public RemoveUserFromGroupResponse run(RemoveUserFromGroupRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables
              .memberships()
              .remove(tables.group(input.groupName()), tables.user(input.userName()));
          return RemoveUserFromGroupResponse.builder().build();
        });
  }
}
