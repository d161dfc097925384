package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyResponse;

/// Attaches a managed policy to a role.
record AttachRolePolicy(Iam iam)
    implements Operation<AttachRolePolicyRequest, AttachRolePolicyResponse> {
  @Override
  public Access access(AttachRolePolicyRequest input, Call call) {
    return iam.on(
        name(),
        call,
        EntityKind.ROLE,
        input.roleName(),
        Map.of("iam:PolicyARN", List.of(input.policyArn())));
  }

  @Override
  public AttachRolePolicyResponse run(AttachRolePolicyRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.attachments().attach(tables.role(input.roleName()), input.policyArn());
          return AttachRolePolicyResponse.builder().build();
        });
  }
}
