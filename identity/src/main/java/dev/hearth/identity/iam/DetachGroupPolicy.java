package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.DetachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachGroupPolicyResponse;

/// Detaches a managed policy from a group.
record DetachGroupPolicy(Iam iam)
    implements Operation<DetachGroupPolicyRequest, DetachGroupPolicyResponse> {
  @Override
  public Access access(DetachGroupPolicyRequest input, Call call) {
    return iam.on(
        name(),
        call,
        EntityKind.GROUP,
        input.groupName(),
        Map.of("iam:PolicyARN", List.of(input.policyArn())));
  }

  @Override
  public DetachGroupPolicyResponse run(DetachGroupPolicyRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.attachments().detach(tables.group(input.groupName()), input.policyArn());
          return DetachGroupPolicyResponse.builder().build();
        });
  }
}
