package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.DeleteEndpointRequest;
import software.amazon.awssdk.services.sns.model.DeleteEndpointResponse;

/// Deletes a device; one that is not there is as good as deleted. Its subscriptions stay, and get
/// nothing.
final class DeleteEndpoint implements Operation<DeleteEndpointRequest, DeleteEndpointResponse> {
  private final TopicStore store;

  DeleteEndpoint(TopicStore store) {
    this.store = store;
  }

  @Override
  public Access access(DeleteEndpointRequest input, Call call) {
    return Access.to("sns:DeleteEndpoint", PlatformAccess.endpoint(call, input.endpointArn()));
  }

  @Override
  public DeleteEndpointResponse run(DeleteEndpointRequest input, Call call) {
    var arn = PlatformAccess.endpoint(call, input.endpointArn());
    store.write(
        tables -> {
          tables.platforms().deleteEndpoint(arn);
          return null;
        });
    return DeleteEndpointResponse.builder().build();
  }
}
