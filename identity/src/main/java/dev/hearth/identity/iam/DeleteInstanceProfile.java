package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileResponse;

/// Deletes an instance profile that nothing depends on any more.
record DeleteInstanceProfile(Iam iam)
    implements Operation<DeleteInstanceProfileRequest, DeleteInstanceProfileResponse> {
  @Override
  public Access access(DeleteInstanceProfileRequest input, Call call) {
    return iam.on(name(), call, EntityKind.INSTANCE_PROFILE, input.instanceProfileName());
  }

  @Override
  public DeleteInstanceProfileResponse run(DeleteInstanceProfileRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          Deletion.remove(tables, tables.instanceProfile(input.instanceProfileName()));
          return DeleteInstanceProfileResponse.builder().build();
        });
  }
}
