package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;

/// Shows an instance profile and its role.
record GetInstanceProfile(Iam iam)
    implements Operation<GetInstanceProfileRequest, GetInstanceProfileResponse> {
  @Override
  public Access access(GetInstanceProfileRequest input, Call call) {
    return iam.on(name(), call, EntityKind.INSTANCE_PROFILE, input.instanceProfileName());
  }

  @Override
  public GetInstanceProfileResponse run(GetInstanceProfileRequest input, Call call) {
    return iam.read(
        call,
        tables -> {
          var profile = tables.instanceProfile(input.instanceProfileName());
          return GetInstanceProfileResponse.builder()
              .instanceProfile(
                  Views.instanceProfile(
                      profile, tables.memberships().members(profile), tables.tags().of(profile)))
              .build();
        });
  }
}
