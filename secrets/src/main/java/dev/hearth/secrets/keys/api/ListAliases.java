package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.Page;
import dev.hearth.secrets.keys.Alias;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.kms.model.ListAliasesRequest;
import software.amazon.awssdk.services.kms.model.ListAliasesResponse;

/// An account's aliases, or a key's.
final class ListAliases implements Operation<ListAliasesRequest, ListAliasesResponse> {
  private final Kms kms;

  ListAliases(Kms kms) {
    this.kms = kms;
  }

  @Override
  public Access access(ListAliasesRequest input, Call call) {
    return Access.to("kms:ListAliases", "*");
  }

  @Override
  public ListAliasesResponse run(ListAliasesRequest input, Call call) {
    int most = Kms.most(input.limit(), 50);
    var after = Kms.after(input.marker());
    var key = input.keyId() == null ? null : kms.ring().key(input.keyId(), call);
    var found =
        kms.store()
            .read(
                tables ->
                    key == null
                        ? tables.aliases().list(call.account(), call.region(), after, most + 1)
                        : tables.aliases().of(key.id(), after, most + 1));
    var page = Page.of(found, most, Alias::name);
    return ListAliasesResponse.builder()
        .aliases(page.items().stream().map(KeyShapes::describe).toList())
        .nextMarker(page.next())
        .truncated(Kms.truncated(page))
        .build();
  }
}
