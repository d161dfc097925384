package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyResponse;

/// Attaches a managed policy to a user.
record AttachUserPolicy(Iam iam)
    implements Operation<AttachUserPolicyRequest, AttachUserPolicyResponse> {
  @Override
  public Access access(AttachUserPolicyRequest input, Call call) {
    return iam.on(
        name(),
        call,
        EntityKind.USER,
        input.userName(),
        Map.of("iam:PolicyARN", List.of(input.policyArn())));
  }

  @Override
  public AttachUserPolicyResponse run(AttachUserPolicyRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.attachments().attach(tables.user(input.userName()), input.policyArn());
          return AttachUserPolicyResponse.builder().build();
        });
  }
}
