package dev.hearth.identity.sts;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sts.model.DecodeAuthorizationMessageRequest;
import software.amazon.awssdk.services.sts.model.DecodeAuthorizationMessageResponse;

/// Refuses: Hearth says in plain words why a request was denied and never encodes it, so no message
/// can be one of its own.
record DecodeAuthorizationMessage()
    implements Operation<DecodeAuthorizationMessageRequest, DecodeAuthorizationMessageResponse> {
  @Override
  public Access access(DecodeAuthorizationMessageRequest input, Call call) {
    return Access.to("sts:DecodeAuthorizationMessage", "*");
  }

  @Override
  public DecodeAuthorizationMessageResponse run(
      DecodeAuthorizationMessageRequest input, Call call) {
    throw new ServiceException(
        "InvalidAuthorizationMessageException",
        400,
        "The message is not valid: refusals of Hearth are in plain words, not encoded.");
  }
}
