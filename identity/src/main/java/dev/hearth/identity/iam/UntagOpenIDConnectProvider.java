package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.UntagOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.UntagOpenIdConnectProviderResponse;

/// Removes tags from an OpenID Connect provider.
record UntagOpenIDConnectProvider(Iam iam)
    implements Operation<UntagOpenIdConnectProviderRequest, UntagOpenIdConnectProviderResponse> {
  @Override
  public Access access(UntagOpenIdConnectProviderRequest input, Call call) {
    return Providers.access(
        iam,
        name(),
        call,
        input.openIDConnectProviderArn(),
        Map.of("aws:TagKeys", input.tagKeys()));
  }

  @Override
  public UntagOpenIdConnectProviderResponse run(
      UntagOpenIdConnectProviderRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          var provider = Providers.require(tables, input.openIDConnectProviderArn());
          tables.tags().remove(provider.entity(), input.tagKeys());
          return UntagOpenIdConnectProviderResponse.builder().build();
        });
  }
}
