package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyResponse;

/// Detaches a managed policy from a user.
record DetachUserPolicy(Iam iam)
    implements Operation<DetachUserPolicyRequest, DetachUserPolicyResponse> {
  @Override
  public Access access(DetachUserPolicyRequest input, Call call) {
    return iam.on(
        name(),
        call,
        EntityKind.USER,
        input.userName(),
        Map.of("iam:PolicyARN", List.of(input.policyArn())));
  }

  @Override
  public DetachUserPolicyResponse run(DetachUserPolicyRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.attachments().detach(tables.user(input.userName()), input.policyArn());
          return DetachUserPolicyResponse.builder().build();
        });
  }
}
