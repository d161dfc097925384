package dev.hearth.identity.iam;

import dev.hearth.identity.store.IamError;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.DeletionTaskStatusType;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusResponse;

/// Tells that a service-linked role is deleted, which it is at once.
record GetServiceLinkedRoleDeletionStatus(Iam iam)
    implements Operation<
        GetServiceLinkedRoleDeletionStatusRequest, GetServiceLinkedRoleDeletionStatusResponse> {
  @Override
  public Access access(GetServiceLinkedRoleDeletionStatusRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public GetServiceLinkedRoleDeletionStatusResponse run(
      GetServiceLinkedRoleDeletionStatusRequest input, Call call) {
    if (!input.deletionTaskId().startsWith("task" + ServiceLinkedRoles.PATH)) {
      throw IamError.noSuchEntity(
          "The deletion task " + input.deletionTaskId() + " cannot be found.");
    }
    return GetServiceLinkedRoleDeletionStatusResponse.builder()
        .status(DeletionTaskStatusType.SUCCEEDED)
        .build();
  }
}
