package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileResponse;

/// Makes an instance profile.
record CreateInstanceProfile(Iam iam)
    implements Operation<CreateInstanceProfileRequest, CreateInstanceProfileResponse> {
  @Override
  public Access access(CreateInstanceProfileRequest input, Call call) {
    return iam.onNew(
        name(),
        call,
        EntityKind.INSTANCE_PROFILE,
        input.path(),
        input.instanceProfileName(),
        Iam.conditions(input.tags(), null));
  }

  @Override
  public CreateInstanceProfileResponse run(CreateInstanceProfileRequest input, Call call) {
    var profile =
        iam.draw(call, EntityKind.INSTANCE_PROFILE, input.path(), input.instanceProfileName());
    return iam.write(
        call,
        tables -> {
          tables.entities().add(profile);
          tables.tags().put(profile, Views.entries(input.tags()));
          return CreateInstanceProfileResponse.builder()
              .instanceProfile(Views.instanceProfile(profile, List.of(), tables.tags().of(profile)))
              .build();
        });
  }
}
