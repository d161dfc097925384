package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.RemoveClientIdFromOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.RemoveClientIdFromOpenIdConnectProviderResponse;

/// Takes tokens for a client no longer; that they were not taken is no error.
record RemoveClientIDFromOpenIDConnectProvider(Iam iam)
    implements Operation<
        RemoveClientIdFromOpenIdConnectProviderRequest,
        RemoveClientIdFromOpenIdConnectProviderResponse> {
  @Override
  public Access access(RemoveClientIdFromOpenIdConnectProviderRequest input, Call call) {
    return Providers.access(iam, name(), call, input.openIDConnectProviderArn(), Map.of());
  }

  @Override
  public RemoveClientIdFromOpenIdConnectProviderResponse run(
      RemoveClientIdFromOpenIdConnectProviderRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          var provider = Providers.require(tables, input.openIDConnectProviderArn());
          var ids =
              provider.clientIds().stream().filter(id -> !id.equals(input.clientID())).toList();
          tables.oidcProviders().clientIds(provider.entity(), ids);
          return RemoveClientIdFromOpenIdConnectProviderResponse.builder().build();
        });
  }
}
