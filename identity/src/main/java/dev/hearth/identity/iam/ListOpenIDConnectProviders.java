package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.ListOpenIdConnectProvidersRequest;
import software.amazon.awssdk.services.iam.model.ListOpenIdConnectProvidersResponse;
import software.amazon.awssdk.services.iam.model.OpenIDConnectProviderListEntry;

/// Lists the OpenID Connect providers of the account, all at once as AWS does.
record ListOpenIDConnectProviders(Iam iam)
    implements Operation<ListOpenIdConnectProvidersRequest, ListOpenIdConnectProvidersResponse> {
  @Override
  public Access access(ListOpenIdConnectProvidersRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public ListOpenIdConnectProvidersResponse run(
      ListOpenIdConnectProvidersRequest input, Call call) {
    var providers =
        iam.read(call, tables -> tables.entities().list(EntityKind.OIDC_PROVIDER, null));
    return ListOpenIdConnectProvidersResponse.builder()
        .openIDConnectProviderList(
            providers.stream()
                .map(each -> OpenIDConnectProviderListEntry.builder().arn(each.arn()).build())
                .toList())
        .build();
  }
}
