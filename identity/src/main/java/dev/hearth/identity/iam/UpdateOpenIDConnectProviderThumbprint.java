package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.UpdateOpenIdConnectProviderThumbprintRequest;
import software.amazon.awssdk.services.iam.model.UpdateOpenIdConnectProviderThumbprintResponse;

/// Replaces the certificates that vouch for an issuer's server.
record UpdateOpenIDConnectProviderThumbprint(Iam iam)
    implements Operation<
        UpdateOpenIdConnectProviderThumbprintRequest,
        UpdateOpenIdConnectProviderThumbprintResponse> {
  @Override
  public Access access(UpdateOpenIdConnectProviderThumbprintRequest input, Call call) {
    return Providers.access(iam, name(), call, input.openIDConnectProviderArn(), Map.of());
  }

  @Override
  public UpdateOpenIdConnectProviderThumbprintResponse run(
      UpdateOpenIdConnectProviderThumbprintRequest input, Call call) {
    Providers.requireThumbprints(input.thumbprintList());
    return iam.write(
        call,
        tables -> {
          var provider = Providers.require(tables, input.openIDConnectProviderArn());
          tables.oidcProviders().thumbprints(provider.entity(), input.thumbprintList());
          return UpdateOpenIdConnectProviderThumbprintResponse.builder().build();
        });
  }
}
