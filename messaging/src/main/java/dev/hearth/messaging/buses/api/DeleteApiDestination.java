package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.DeleteApiDestinationRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteApiDestinationResponse;

/// Deletes an HTTP endpoint.
final class DeleteApiDestination
    implements Operation<DeleteApiDestinationRequest, DeleteApiDestinationResponse> {
  private final ApiDestinations destinations;

  DeleteApiDestination(ApiDestinations destinations) {
    this.destinations = destinations;
  }

  @Override
  public Access access(DeleteApiDestinationRequest input, Call call) {
    return ApiDestinations.access("events:DeleteApiDestination", call, input.name());
  }

  @Override
  public DeleteApiDestinationResponse run(DeleteApiDestinationRequest input, Call call) {
    destinations.delete(call, input.name());
    return DeleteApiDestinationResponse.builder().build();
  }
}
