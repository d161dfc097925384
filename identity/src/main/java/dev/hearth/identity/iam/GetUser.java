package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.GetUserResponse;

/// Shows a user; the caller, where none is named.
record GetUser(Iam iam) implements Operation<GetUserRequest, GetUserResponse> {
  @Override
  public Access access(GetUserRequest input, Call call) {
    return iam.on(name(), call, EntityKind.USER, Iam.userName(input.userName(), call));
  }

  @Override
  public GetUserResponse run(GetUserRequest input, Call call) {
    return iam.read(
        call,
        tables -> {
          var user = tables.user(Iam.userName(input.userName(), call));
          return GetUserResponse.builder().user(Views.user(user, tables.tags().of(user))).build();
        });
  }
}
