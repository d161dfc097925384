package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryResponse;

/// Bounds what a user can be allowed by a managed policy.
record PutUserPermissionsBoundary(Iam iam)
    implements Operation<PutUserPermissionsBoundaryRequest, PutUserPermissionsBoundaryResponse> {
  @Override
  public Access access(PutUserPermissionsBoundaryRequest input, Call call) {
    return iam.on(
        name(),
        call,
        EntityKind.USER,
        input.userName(),
        Iam.conditions(List.of(), input.permissionsBoundary()));
  }

  @Override
  public PutUserPermissionsBoundaryResponse run(
      PutUserPermissionsBoundaryRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.managedPolicies().requireAttachable(input.permissionsBoundary());
          var entity = tables.user(input.userName());
          tables.entities().change(entity.bounded(input.permissionsBoundary()));
          return PutUserPermissionsBoundaryResponse.builder().build();
        });
  }
}
