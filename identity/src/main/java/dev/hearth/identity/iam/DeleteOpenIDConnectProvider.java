package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.DeleteOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.DeleteOpenIdConnectProviderResponse;

/// Forgets an OpenID Connect provider; that there is none is no error. Roles may go on naming it in
/// their trust policies, which then reach nobody.
record DeleteOpenIDConnectProvider(Iam iam)
    implements Operation<DeleteOpenIdConnectProviderRequest, DeleteOpenIdConnectProviderResponse> {
  @Override
  public Access access(DeleteOpenIdConnectProviderRequest input, Call call) {
    return Providers.access(iam, name(), call, input.openIDConnectProviderArn(), Map.of());
  }

  @Override
  public DeleteOpenIdConnectProviderResponse run(
      DeleteOpenIdConnectProviderRequest input, Call call) {
    var arn = input.openIDConnectProviderArn();
    return iam.write(
        call,
        tables -> {
          tables
              .oidcProviders()
              .find(Providers.name(arn))
              .filter(provider -> provider.entity().arn().equals(arn))
              .ifPresent(provider -> tables.entities().remove(provider.entity()));
          return DeleteOpenIdConnectProviderResponse.builder().build();
        });
  }
}
