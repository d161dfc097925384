package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesRequest;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesResponse;

/// Lists the alias of the account, if it has one.
record ListAccountAliases(Iam iam)
    implements Operation<ListAccountAliasesRequest, ListAccountAliasesResponse> {
  @Override
  public Access access(ListAccountAliasesRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public ListAccountAliasesResponse run(ListAccountAliasesRequest input, Call call) {
    var alias = iam.read(call, tables -> tables.accounts().alias(call.account()));
    return ListAccountAliasesResponse.builder()
        .accountAliases(alias.stream().toList())
        .isTruncated(false)
        .build();
  }
}
