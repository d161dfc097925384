package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.UpdateUserRequest;
import software.amazon.awssdk.services.iam.model.UpdateUserResponse;

/// Renames a user, or moves it to another path.
record UpdateUser(Iam iam) implements Operation<UpdateUserRequest, UpdateUserResponse> {
  @Override
  public Access access(UpdateUserRequest input, Call call) {
    return iam.on(name(), call, EntityKind.USER, input.userName());
  }

  @Override
  public UpdateUserResponse run(UpdateUserRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          var user = tables.user(input.userName());
          tables
              .entities()
              .change(
                  user.named(
                      input.newPath() == null ? user.path() : input.newPath(),
                      input.newUserName() == null ? user.name() : input.newUserName()));
          return UpdateUserResponse.builder().build();
        });
  }
}
