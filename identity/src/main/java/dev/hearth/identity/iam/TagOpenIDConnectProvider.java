package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.TagOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.TagOpenIdConnectProviderResponse;

/// Adds tags to an OpenID Connect provider, or replaces those of the same keys.
record TagOpenIDConnectProvider(Iam iam)
    implements Operation<TagOpenIdConnectProviderRequest, TagOpenIdConnectProviderResponse> {
  @Override
  public Access access(TagOpenIdConnectProviderRequest input, Call call) {
    return Providers.access(
        iam, name(), call, input.openIDConnectProviderArn(), Iam.conditions(input.tags(), null));
  }

  @Override
  public TagOpenIdConnectProviderResponse run(TagOpenIdConnectProviderRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          var provider = Providers.require(tables, input.openIDConnectProviderArn());
          tables.tags().put(provider.entity(), Views.entries(input.tags()));
          return TagOpenIdConnectProviderResponse.builder().build();
        });
  }
}
