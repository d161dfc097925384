package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyResponse;

/// Detaches a managed policy from a role.
record DetachRolePolicy(Iam iam)
    implements Operation<DetachRolePolicyRequest, DetachRolePolicyResponse> {
  @Override
  public Access access(DetachRolePolicyRequest input, Call call) {
    return iam.on(
        name(),
        call,
        EntityKind.ROLE,
        input.roleName(),
        Map.of("iam:PolicyARN", List.of(input.policyArn())));
  }

  @Override
  public DetachRolePolicyResponse run(DetachRolePolicyRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.attachments().detach(tables.role(input.roleName()), input.policyArn());
          return DetachRolePolicyResponse.builder().build();
        });
  }
}
