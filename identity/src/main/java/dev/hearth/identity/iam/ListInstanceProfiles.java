package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesResponse;

/// Lists the instance profiles of the account, or those below a path.
record ListInstanceProfiles(Iam iam)
    implements Operation<ListInstanceProfilesRequest, ListInstanceProfilesResponse> {
  @Override
  public Access access(ListInstanceProfilesRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public ListInstanceProfilesResponse run(ListInstanceProfilesRequest input, Call call) {
    var profiles =
        iam.read(
            call,
            tables ->
                tables.entities().list(EntityKind.INSTANCE_PROFILE, input.pathPrefix()).stream()
                    .map(
                        profile ->
                            Views.instanceProfile(
                                profile, tables.memberships().members(profile), Map.of()))
                    .toList());
    var page =
        Page.of(profiles, InstanceProfile::instanceProfileName, input.maxItems(), input.marker());
    return ListInstanceProfilesResponse.builder()
        .instanceProfiles(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
