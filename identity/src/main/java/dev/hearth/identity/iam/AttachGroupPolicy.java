package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyResponse;

/// Attaches a managed policy to a group.
record AttachGroupPolicy(Iam iam)
    implements Operation<AttachGroupPolicyRequest, AttachGroupPolicyResponse> {
  @Override
  public Access access(AttachGroupPolicyRequest input, Call call) {
    return iam.on(
        name(),
        call,
        EntityKind.GROUP,
        input.groupName(),
        Map.of("iam:PolicyARN", List.of(input.policyArn())));
  }

  @Override
  public AttachGroupPolicyResponse run(AttachGroupPolicyRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.attachments().attach(tables.group(input.groupName()), input.policyArn());
          return AttachGroupPolicyResponse.builder().build();
        });
  }
}
