package dev.hearth.messaging.topics.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.GetSmsSandboxAccountStatusRequest;
import software.amazon.awssdk.services.sns.model.GetSmsSandboxAccountStatusResponse;

/// Says that the account is in no sandbox.
final class GetSMSSandboxAccountStatus
    implements Operation<GetSmsSandboxAccountStatusRequest, GetSmsSandboxAccountStatusResponse> {
  @Override
  public Access access(GetSmsSandboxAccountStatusRequest input, Call call) {
    return Access.to("sns:GetSMSSandboxAccountStatus", "*");
  }

  @Override
  public GetSmsSandboxAccountStatusResponse run(
      GetSmsSandboxAccountStatusRequest input, Call call) {
    return GetSmsSandboxAccountStatusResponse.builder().isInSandbox(false).build();
  }
}
