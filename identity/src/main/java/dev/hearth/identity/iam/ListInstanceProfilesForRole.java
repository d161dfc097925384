package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleResponse;

/// Lists the instance profiles that hold a role.
record ListInstanceProfilesForRole(Iam iam)
    implements Operation<ListInstanceProfilesForRoleRequest, ListInstanceProfilesForRoleResponse> {
  @Override
  public Access access(ListInstanceProfilesForRoleRequest input, Call call) {
    return iam.on(name(), call, EntityKind.ROLE, input.roleName());
  }

  @Override
  public ListInstanceProfilesForRoleResponse run(
      ListInstanceProfilesForRoleRequest input, Call call) {
    var profiles =
        iam.read(
            call,
            tables ->
                tables
                    .memberships()
                    .containers(tables.role(input.roleName()), EntityKind.INSTANCE_PROFILE)
                    .stream()
                    .map(
                        profile ->
                            Views.instanceProfile(
                                profile, tables.memberships().members(profile), Map.of()))
                    .toList());
    var page =
        Page.of(profiles, InstanceProfile::instanceProfileName, input.maxItems(), input.marker());
    return ListInstanceProfilesForRoleResponse.builder()
        .instanceProfiles(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
