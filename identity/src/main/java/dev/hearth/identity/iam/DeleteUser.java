package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.DeleteUserRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserResponse;

/// Deletes a user that nothing depends on any more.
record DeleteUser(Iam iam) implements Operation<DeleteUserRequest, DeleteUserResponse> {
  @Override
  public Access access(DeleteUserRequest input, Call call) {
    return iam.on(name(), call, EntityKind.USER, input.userName());
  }

  @Override
  public DeleteUserResponse run(DeleteUserRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          Deletion.remove(tables, tables.user(input.userName()));
          return DeleteUserResponse.builder().build();
        });
  }
}
