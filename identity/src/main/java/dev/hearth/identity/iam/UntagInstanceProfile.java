package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileResponse;

/// Removes tags from an instance profile.
record UntagInstanceProfile(Iam iam)
    implements Operation<UntagInstanceProfileRequest, UntagInstanceProfileResponse> {
  @Override
  public Access access(UntagInstanceProfileRequest input, Call call) {
    return iam.on(
        name(),
        call,
        EntityKind.INSTANCE_PROFILE,
        input.instanceProfileName(),
        Map.of("aws:TagKeys", input.tagKeys()));
  }

  @Override
  public UntagInstanceProfileResponse run(UntagInstanceProfileRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables
              .tags()
              .remove(tables.instanceProfile(input.instanceProfileName()), input.tagKeys());
          return UntagInstanceProfileResponse.builder().build();
        });
  }
}
