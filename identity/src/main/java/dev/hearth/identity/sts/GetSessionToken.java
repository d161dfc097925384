package dev.hearth.identity.sts;

import dev.hearth.identity.sts.SessionIssuer.Wanted;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.time.Duration;
import software.amazon.awssdk.services.sts.model.GetSessionTokenRequest;
import software.amazon.awssdk.services.sts.model.GetSessionTokenResponse;

/// Gives a user a temporary key with its own permissions, but for IAM.
record GetSessionToken(SessionIssuer issuer)
    implements Operation<GetSessionTokenRequest, GetSessionTokenResponse> {
  private static final Duration DEFAULT = Duration.ofHours(12);

  @Override
  public Access access(GetSessionTokenRequest input, Call call) {
    return Access.NONE;
  }

  @Override
  public GetSessionTokenResponse run(GetSessionTokenRequest input, Call call) {
    SessionIssuer.requireUser(call);
    SessionIssuer.refuseMfa(input.serialNumber());
    var lifetime =
        input.durationSeconds() == null ? DEFAULT : Duration.ofSeconds(input.durationSeconds());
    var issued = issuer.issue(Wanted.plain(call.account(), call.caller().userId(), "", lifetime));
    return GetSessionTokenResponse.builder().credentials(SessionIssuer.view(issued)).build();
  }
}
