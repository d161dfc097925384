package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.TagUserRequest;
import software.amazon.awssdk.services.iam.model.TagUserResponse;

/// Adds tags to a user, or replaces those of the same keys.
record TagUser(Iam iam) implements Operation<TagUserRequest, TagUserResponse> {
  @Override
  public Access access(TagUserRequest input, Call call) {
    return iam.on(
        name(), call, EntityKind.USER, input.userName(), Iam.conditions(input.tags(), null));
  }

  @Override
  public TagUserResponse run(TagUserRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.tags().put(tables.user(input.userName()), Views.entries(input.tags()));
          return TagUserResponse.builder().build();
        });
  }
}
