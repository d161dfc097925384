package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.ListOpenIdConnectProviderTagsRequest;
import software.amazon.awssdk.services.iam.model.ListOpenIdConnectProviderTagsResponse;
import software.amazon.awssdk.services.iam.model.Tag;

/// Lists the tags of an OpenID Connect provider.
record ListOpenIDConnectProviderTags(Iam iam)
    implements Operation<
        ListOpenIdConnectProviderTagsRequest, ListOpenIdConnectProviderTagsResponse> {
  @Override
  public Access access(ListOpenIdConnectProviderTagsRequest input, Call call) {
    return Providers.access(iam, name(), call, input.openIDConnectProviderArn(), Map.of());
  }

  @Override
  public ListOpenIdConnectProviderTagsResponse run(
      ListOpenIdConnectProviderTagsRequest input, Call call) {
    var tags =
        iam.read(
            call,
            tables ->
                Views.tags(
                    tables
                        .tags()
                        .of(Providers.require(tables, input.openIDConnectProviderArn()).entity())));
    var page = Page.of(tags, Tag::key, input.maxItems(), input.marker());
    return ListOpenIdConnectProviderTagsResponse.builder()
        .tags(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
