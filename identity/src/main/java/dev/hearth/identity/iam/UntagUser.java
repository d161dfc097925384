package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.UntagUserRequest;
import software.amazon.awssdk.services.iam.model.UntagUserResponse;

/// Removes tags from a user.
record UntagUser(Iam iam) implements Operation<UntagUserRequest, UntagUserResponse> {
  @Override
  public Access access(UntagUserRequest input, Call call) {
    return iam.on(
        name(), call, EntityKind.USER, input.userName(), Map.of("aws:TagKeys", input.tagKeys()));
  }

  @Override
  public UntagUserResponse run(UntagUserRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.tags().remove(tables.user(input.userName()), input.tagKeys());
          return UntagUserResponse.builder().build();
        });
  }
}
