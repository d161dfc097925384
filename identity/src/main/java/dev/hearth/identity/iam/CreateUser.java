package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.CreateUserResponse;

/// Makes a user.
record CreateUser(Iam iam) implements Operation<CreateUserRequest, CreateUserResponse> {
  @Override
  public Access access(CreateUserRequest input, Call call) {
    return iam.onNew(
        name(),
        call,
        EntityKind.USER,
        input.path(),
        input.userName(),
        Iam.conditions(input.tags(), input.permissionsBoundary()));
  }

  @Override
  public CreateUserResponse run(CreateUserRequest input, Call call) {
    var user =
        iam.draw(call, EntityKind.USER, input.path(), input.userName())
            .bounded(input.permissionsBoundary());
    return iam.write(
        call,
        tables -> {
          Iam.requireBoundary(tables, user);
          tables.entities().add(user);
          tables.tags().put(user, Views.entries(input.tags()));
          return CreateUserResponse.builder()
              .user(Views.user(user, tables.tags().of(user)))
              .build();
        });
  }
}
