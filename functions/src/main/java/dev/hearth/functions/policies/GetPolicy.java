package dev.hearth.functions.policies;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;

/// All permissions of a function, a version or an alias.
final class GetPolicy implements Operation<GetPolicyRequest, GetPolicyResponse> {
  private final FunctionStore store;
  private final Permissions permissions;

  GetPolicy(FunctionStore store, Permissions permissions) {
    this.store = store;
    this.permissions = permissions;
  }

  @Override
  public Access access(GetPolicyRequest input, Call call) {
    return permissions.on("lambda:GetPolicy", call, input.functionName(), input.qualifier());
  }

  @Override
  public GetPolicyResponse run(GetPolicyRequest input, Call call) {
    var owner = FunctionReference.of(call, input.functionName(), input.qualifier());
    var policy =
        store
            .read(
                tables -> {
                  PolicyOwner.check(tables, owner);
                  return new PolicyTable(tables.sql()).find(owner);
                })
            .orElseThrow(
                () ->
                    new ServiceException(
                            "ResourceNotFoundException",
                            404,
                            "The resource you requested does not exist.")
                        .with("Type", "User"));
    return GetPolicyResponse.builder()
        .policy(policy.document().json())
        .revisionId(policy.revision())
        .build();
  }
}
