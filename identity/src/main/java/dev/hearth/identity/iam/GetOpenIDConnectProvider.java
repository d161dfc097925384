package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.GetOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.GetOpenIdConnectProviderResponse;

/// Tells what is known of an OpenID Connect provider.
record GetOpenIDConnectProvider(Iam iam)
    implements Operation<GetOpenIdConnectProviderRequest, GetOpenIdConnectProviderResponse> {
  @Override
  public Access access(GetOpenIdConnectProviderRequest input, Call call) {
    return Providers.access(iam, name(), call, input.openIDConnectProviderArn(), Map.of());
  }

  @Override
  public GetOpenIdConnectProviderResponse run(GetOpenIdConnectProviderRequest input, Call call) {
    return iam.read(
        call,
        tables -> {
          var provider = Providers.require(tables, input.openIDConnectProviderArn());
          var tags = tables.tags().of(provider.entity());
          return GetOpenIdConnectProviderResponse.builder()
              .url(provider.entity().name())
              .clientIDList(provider.clientIds())
              .thumbprintList(provider.thumbprints())
              .createDate(provider.entity().createdAt())
              .tags(tags.isEmpty() ? null : Views.tags(tags))
              .build();
        });
  }
}
