package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.CreateGroupResponse;

/// Makes a group.
record CreateGroup(Iam iam) implements Operation<CreateGroupRequest, CreateGroupResponse> {
  @Override
  public Access access(CreateGroupRequest input, Call call) {
    return iam.onNew(name(), call, EntityKind.GROUP, input.path(), input.groupName(), Map.of());
  }

  @Override
  public CreateGroupResponse run(CreateGroupRequest input, Call call) {
    var group = iam.draw(call, EntityKind.GROUP, input.path(), input.groupName());
    iam.write(call, tables -> tables.entities().add(group));
    return CreateGroupResponse.builder().group(Views.group(group)).build();
  }
}
