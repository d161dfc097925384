package dev.hearth.identity.sts;

import dev.hearth.identity.store.AccessKey;
import dev.hearth.identity.store.IamError;
import dev.hearth.identity.store.IamStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sts.model.GetAccessKeyInfoRequest;
import software.amazon.awssdk.services.sts.model.GetAccessKeyInfoResponse;

/// Tells which account a user's key belongs to. Of temporary keys nothing is kept, so only the
/// caller's own is known.
record GetAccessKeyInfo(IamStore store)
    implements Operation<GetAccessKeyInfoRequest, GetAccessKeyInfoResponse> {
  @Override
  public Access access(GetAccessKeyInfoRequest input, Call call) {
    return Access.to("sts:GetAccessKeyInfo", "*");
  }

  @Override
  public GetAccessKeyInfoResponse run(GetAccessKeyInfoRequest input, Call call) {
    var id = input.accessKeyId();
    var account =
        id.equals(call.caller().accessKeyId())
            ? call.account()
            : store
                .accessKey(id)
                .map(AccessKey::account)
                .orElseThrow(() -> IamError.validation("The access key " + id + " is not known."));
    return GetAccessKeyInfoResponse.builder().account(account.digits()).build();
  }
}
