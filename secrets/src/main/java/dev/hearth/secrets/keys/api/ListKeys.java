package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.Page;
import dev.hearth.secrets.keys.KmsKey;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;

/// An account's keys in a region.
final class ListKeys implements Operation<ListKeysRequest, ListKeysResponse> {
  private final Kms kms;

  ListKeys(Kms kms) {
    this.kms = kms;
  }

  @Override
  public Access access(ListKeysRequest input, Call call) {
    return Access.to("kms:ListKeys", "*");
  }

  @Override
  public ListKeysResponse run(ListKeysRequest input, Call call) {
    int most = Kms.most(input.limit(), 100);
    var after = Kms.after(input.marker());
    var found =
        kms.store()
            .read(tables -> tables.keys().list(call.account(), call.region(), after, most + 1));
    var page = Page.of(found, most, KmsKey::id);
    return ListKeysResponse.builder()
        .keys(
            page.items().stream()
                .map(
                    key ->
                        KeyListEntry.builder().keyId(key.id()).keyArn(key.arn().toString()).build())
                .toList())
        .nextMarker(page.next())
        .truncated(Kms.truncated(page))
        .build();
  }
}
