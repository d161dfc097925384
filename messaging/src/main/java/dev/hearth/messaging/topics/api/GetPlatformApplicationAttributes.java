package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.GetPlatformApplicationAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetPlatformApplicationAttributesResponse;

/// Shows a platform application without its credentials.
final class GetPlatformApplicationAttributes
    implements Operation<
        GetPlatformApplicationAttributesRequest, GetPlatformApplicationAttributesResponse> {
  private final TopicStore store;

  GetPlatformApplicationAttributes(TopicStore store) {
    this.store = store;
  }

  @Override
  public Access access(GetPlatformApplicationAttributesRequest input, Call call) {
    return Access.to(
        "sns:GetPlatformApplicationAttributes",
        PlatformAccess.application(call, input.platformApplicationArn()));
  }

  @Override
  public GetPlatformApplicationAttributesResponse run(
      GetPlatformApplicationAttributesRequest input, Call call) {
    var arn = PlatformAccess.application(call, input.platformApplicationArn());
    var found = PlatformAccess.found(store.read(tables -> tables.platforms().find(arn)));
    return GetPlatformApplicationAttributesResponse.builder()
        .attributes(PlatformAccess.shown(found.attributes()))
        .build();
  }
}
