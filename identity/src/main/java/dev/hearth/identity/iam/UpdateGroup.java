package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.UpdateGroupRequest;
import software.amazon.awssdk.services.iam.model.UpdateGroupResponse;

/// Renames a group, or moves it to another path.
record UpdateGroup(Iam iam) implements Operation<UpdateGroupRequest, UpdateGroupResponse> {
  @Override
  public Access access(UpdateGroupRequest input, Call call) {
    return iam.on(name(), call, EntityKind.GROUP, input.groupName());
  }

  @Override
  public UpdateGroupResponse run(UpdateGroupRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          var group = tables.group(input.groupName());
          tables
              .entities()
              .change(
                  group.named(
                      input.newPath() == null ? group.path() : input.newPath(),
                      input.newGroupName() == null ? group.name() : input.newGroupName()));
          return UpdateGroupResponse.builder().build();
        });
  }
}
