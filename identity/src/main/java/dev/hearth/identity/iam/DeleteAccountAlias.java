package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.DeleteAccountAliasRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccountAliasResponse;

/// Takes the alias of the account away.
record DeleteAccountAlias(Iam iam)
    implements Operation<DeleteAccountAliasRequest, DeleteAccountAliasResponse> {
  @Override
  public Access access(DeleteAccountAliasRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public DeleteAccountAliasResponse run(DeleteAccountAliasRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.accounts().removeAlias(call.account(), input.accountAlias());
          return DeleteAccountAliasResponse.builder().build();
        });
  }
}
