package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.CreateAccountAliasRequest;
import software.amazon.awssdk.services.iam.model.CreateAccountAliasResponse;

/// Gives the account an alias, in place of the one that it has.
record CreateAccountAlias(Iam iam)
    implements Operation<CreateAccountAliasRequest, CreateAccountAliasResponse> {
  @Override
  public Access access(CreateAccountAliasRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public CreateAccountAliasResponse run(CreateAccountAliasRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.accounts().alias(call.account(), input.accountAlias());
          return CreateAccountAliasResponse.builder().build();
        });
  }
}
