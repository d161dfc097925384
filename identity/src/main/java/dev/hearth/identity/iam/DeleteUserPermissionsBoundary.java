package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryResponse;

/// Takes the permissions boundary of a user away.
record DeleteUserPermissionsBoundary(Iam iam)
    implements Operation<
        DeleteUserPermissionsBoundaryRequest, DeleteUserPermissionsBoundaryResponse> {
  @Override
  public Access access(DeleteUserPermissionsBoundaryRequest input, Call call) {
    var boundary = iam.boundary(call, EntityKind.USER, input.userName());
    return iam.on(
        name(), call, EntityKind.USER, input.userName(), Iam.conditions(List.of(), boundary));
  }

  @Override
  public DeleteUserPermissionsBoundaryResponse run(
      DeleteUserPermissionsBoundaryRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.unbind(tables.user(input.userName()));
          return DeleteUserPermissionsBoundaryResponse.builder().build();
        });
  }
}
