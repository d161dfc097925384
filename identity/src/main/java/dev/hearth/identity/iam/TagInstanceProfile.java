package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileResponse;

/// Adds tags to an instance profile, or replaces those of the same keys.
record TagInstanceProfile(Iam iam)
    implements Operation<TagInstanceProfileRequest, TagInstanceProfileResponse> {
  @Override
  public Access access(TagInstanceProfileRequest input, Call call) {
    return iam.on(
        name(),
        call,
        EntityKind.INSTANCE_PROFILE,
        input.instanceProfileName(),
        Iam.conditions(input.tags(), null));
  }

  @Override
  public TagInstanceProfileResponse run(TagInstanceProfileRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables
              .tags()
              .put(
                  tables.instanceProfile(input.instanceProfileName()), Views.entries(input.tags()));
          return TagInstanceProfileResponse.builder().build();
        });
  }
}
