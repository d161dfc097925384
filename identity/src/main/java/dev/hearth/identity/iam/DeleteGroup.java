package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.DeleteGroupRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupResponse;

/// Deletes a group that nothing depends on any more.
record DeleteGroup(Iam iam) implements Operation<DeleteGroupRequest, DeleteGroupResponse> {
  @Override
  public Access access(DeleteGroupRequest input, Call call) {
    return iam.on(name(), call, EntityKind.GROUP, input.groupName());
  }

  @Override
  public DeleteGroupResponse run(DeleteGroupRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          Deletion.remove(tables, tables.group(input.groupName()));
          return DeleteGroupResponse.builder().build();
        });
  }
}
