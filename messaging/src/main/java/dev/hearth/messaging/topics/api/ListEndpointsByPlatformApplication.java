package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.Endpoint;
import software.amazon.awssdk.services.sns.model.ListEndpointsByPlatformApplicationRequest;
import software.amazon.awssdk.services.sns.model.ListEndpointsByPlatformApplicationResponse;

/// The devices of a platform application, at most 100 at once.
final class ListEndpointsByPlatformApplication
    implements Operation<
        ListEndpointsByPlatformApplicationRequest, ListEndpointsByPlatformApplicationResponse> {
  private final TopicStore store;

  ListEndpointsByPlatformApplication(TopicStore store) {
    this.store = store;
  }

  @Override
  public Access access(ListEndpointsByPlatformApplicationRequest input, Call call) {
    return Access.to(
        "sns:ListEndpointsByPlatformApplication",
        PlatformAccess.application(call, input.platformApplicationArn()));
  }

  @Override
  public ListEndpointsByPlatformApplicationResponse run(
      ListEndpointsByPlatformApplicationRequest input, Call call) {
    var arn = PlatformAccess.application(call, input.platformApplicationArn());
    var after = Page.after(input.nextToken());
    var found =
        store.read(
            tables -> {
              var _ = PlatformAccess.found(tables.platforms().find(arn));
              return tables.platforms().endpoints(arn, after, Page.SIZE + 1);
            });
    var page = Page.of(found, each -> each.arn().endpoint());
    return ListEndpointsByPlatformApplicationResponse.builder()
        .endpoints(
            page.items().stream()
                .map(
                    each ->
                        Endpoint.builder()
                            .endpointArn(each.arn().toString())
                            .attributes(each.attributes())
                            .build())
                .toList())
        .nextToken(page.nextToken())
        .build();
  }
}
