package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.Page;
import dev.hearth.secrets.keys.Grant;
import dev.hearth.wire.Call;
import software.amazon.awssdk.services.kms.model.ListGrantsRequest;
import software.amazon.awssdk.services.kms.model.ListGrantsResponse;

/// A key's grants.
final class ListGrants extends KeyOperation<ListGrantsRequest, ListGrantsResponse> {
  ListGrants(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(ListGrantsRequest input) {
    return input.keyId();
  }

  @Override
  public ListGrantsResponse run(ListGrantsRequest input, Call call) {
    var key = key(input, call);
    int most = Kms.most(input.limit(), 50);
    var after = Kms.after(input.marker());
    var found =
        kms.store().read(tables -> tables.grants().all(key.id())).stream()
            .filter(grant -> grant.id().compareTo(after) > 0)
            .filter(grant -> input.grantId() == null || grant.id().equals(input.grantId()))
            .filter(
                grant ->
                    input.granteePrincipal() == null
                        || grant.grantee().equals(input.granteePrincipal()))
            .limit(most + 1L)
            .toList();
    var page = Page.of(found, most, Grant::id);
    return ListGrantsResponse.builder()
        .grants(page.items().stream().map(grant -> KeyShapes.describe(grant, key)).toList())
        .nextMarker(page.next())
        .truncated(Kms.truncated(page))
        .build();
  }
}
