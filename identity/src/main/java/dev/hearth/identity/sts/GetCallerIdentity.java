package dev.hearth.identity.sts;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/// Tells who calls; nobody can be denied it.
record GetCallerIdentity()
    implements Operation<GetCallerIdentityRequest, GetCallerIdentityResponse> {
  @Override
  public Access access(GetCallerIdentityRequest input, Call call) {
    return Access.NONE;
  }

  @Override
  public GetCallerIdentityResponse run(GetCallerIdentityRequest input, Call call) {
    return GetCallerIdentityResponse.builder()
        .account(call.account().digits())
        .arn(call.caller().arn())
        .userId(call.caller().userId())
        .build();
  }
}
