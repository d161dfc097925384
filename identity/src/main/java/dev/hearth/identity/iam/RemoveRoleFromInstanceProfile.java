package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileResponse;

/// Takes a role out of an instance profile.
record RemoveRoleFromInstanceProfile(Iam iam)
    implements Operation<
        RemoveRoleFromInstanceProfileRequest, RemoveRoleFromInstanceProfileResponse> {
  @Override
  public Access access(RemoveRoleFromInstanceProfileRequest input, Call call) {
    return iam.on(name(), call, EntityKind.INSTANCE_PROFILE, input.instanceProfileName());
  }

  @Override
  public RemoveRoleFromInstanceProfileResponse run(
      RemoveRoleFromInstanceProfileRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables
              .memberships()
              .remove(
                  tables.instanceProfile(input.instanceProfileName()),
                  tables.role(input.roleName()));
          return RemoveRoleFromInstanceProfileResponse.builder().build();
        });
  }
}
