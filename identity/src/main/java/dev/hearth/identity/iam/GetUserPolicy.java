package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.GetUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetUserPolicyResponse;

/// Shows an inline policy of a user.
record GetUserPolicy(Iam iam) implements Operation<GetUserPolicyRequest, GetUserPolicyResponse> {
  @Override
  public Access access(GetUserPolicyRequest input, Call call) {
    return iam.on(name(), call, EntityKind.USER, input.userName());
  }

  @Override
  public GetUserPolicyResponse run(GetUserPolicyRequest input, Call call) {
    var document =
        iam.read(
            call,
            tables ->
                tables.inlinePolicies().require(tables.user(input.userName()), input.policyName()));
    return GetUserPolicyResponse.builder()
        .userName(input.userName())
        .policyName(input.policyName())
        .policyDocument(Views.document(document))
        .build();
  }
}
