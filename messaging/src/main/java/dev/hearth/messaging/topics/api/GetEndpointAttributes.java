package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.GetEndpointAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetEndpointAttributesResponse;

/// Shows a device.
final class GetEndpointAttributes
    implements Operation<GetEndpointAttributesRequest, GetEndpointAttributesResponse> {
  private final TopicStore store;

  GetEndpointAttributes(TopicStore store) {
    this.store = store;
  }

  @Override
  public Access access(GetEndpointAttributesRequest input, Call call) {
    return Access.to(
        "sns:GetEndpointAttributes", PlatformAccess.endpoint(call, input.endpointArn()));
  }

  @Override
  public GetEndpointAttributesResponse run(GetEndpointAttributesRequest input, Call call) {
    var arn = PlatformAccess.endpoint(call, input.endpointArn());
    var found = PlatformAccess.found(store.read(tables -> tables.platforms().find(arn)));
    return GetEndpointAttributesResponse.builder().attributes(found.attributes()).build();
  }
}
