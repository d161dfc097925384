package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.ArrayList;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.AddClientIdToOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.AddClientIdToOpenIdConnectProviderResponse;

/// Takes tokens for one more client; it may be taken already.
record AddClientIDToOpenIDConnectProvider(Iam iam)
    implements Operation<
        AddClientIdToOpenIdConnectProviderRequest, AddClientIdToOpenIdConnectProviderResponse> {
  @Override
  public Access access(AddClientIdToOpenIdConnectProviderRequest input, Call call) {
    return Providers.access(iam, name(), call, input.openIDConnectProviderArn(), Map.of());
  }

  @Override
  public AddClientIdToOpenIdConnectProviderResponse run(
      AddClientIdToOpenIdConnectProviderRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          var provider = Providers.require(tables, input.openIDConnectProviderArn());
          var ids = new ArrayList<>(provider.clientIds());
          ids.add(input.clientID());
          tables.oidcProviders().clientIds(provider.entity(), ids);
          return AddClientIdToOpenIdConnectProviderResponse.builder().build();
        });
  }
}
