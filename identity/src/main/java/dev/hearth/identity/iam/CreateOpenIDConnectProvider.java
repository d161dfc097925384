package dev.hearth.identity.iam;

import dev.hearth.identity.federation.Issuers;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.OidcProvider;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.iam.model.CreateOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.CreateOpenIdConnectProviderResponse;

/// Registers an issuer of ID tokens. Where no thumbprint is given, that of the topmost certificate
/// that the issuer's server shows is kept, as AWS does.
record CreateOpenIDConnectProvider(Iam iam, Issuers issuers)
    implements Operation<CreateOpenIdConnectProviderRequest, CreateOpenIdConnectProviderResponse> {
  @Override
  public Access access(CreateOpenIdConnectProviderRequest input, Call call) {
    return iam.onNew(
        name(),
        call,
        EntityKind.OIDC_PROVIDER,
        null,
        Providers.nameOf(input.url()),
        Iam.conditions(input.tags(), null));
  }

  @Override
  public CreateOpenIdConnectProviderResponse run(
      CreateOpenIdConnectProviderRequest input, Call call) {
    Providers.requireThumbprints(input.thumbprintList());
    var entity = iam.draw(call, EntityKind.OIDC_PROVIDER, null, Providers.nameOf(input.url()));
    var thumbprints =
        input.thumbprintList().isEmpty()
            ? List.of(issuers.thumbprint(input.url()))
            : input.thumbprintList();
    var provider = new OidcProvider(entity, input.clientIDList(), thumbprints);
    return iam.write(
        call,
        tables -> {
          tables.oidcProviders().add(provider);
          tables.tags().put(entity, Views.entries(input.tags()));
          return CreateOpenIdConnectProviderResponse.builder()
              .openIDConnectProviderArn(entity.arn())
              .tags(input.hasTags() ? Views.tags(tables.tags().of(entity)) : null)
              .build();
        });
  }
}
