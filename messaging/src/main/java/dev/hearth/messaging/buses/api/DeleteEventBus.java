package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.store.ResourceKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.DeleteEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteEventBusResponse;

/// Deletes a custom bus that has no rules; one that is not there is none to delete.
final class DeleteEventBus implements Operation<DeleteEventBusRequest, DeleteEventBusResponse> {
  private final Context context;

  DeleteEventBus(Context context) {
    this.context = context;
  }

  @Override
  public Access access(DeleteEventBusRequest input, Call call) {
    return Context.onBus("events:DeleteEventBus", call, input.name());
  }

  @Override
  public DeleteEventBusResponse run(DeleteEventBusRequest input, Call call) {
    var bus = BusReference.of(call, input.name());
    if (bus.isDefault()) {
      throw Refusals.invalid("Cannot delete event bus " + bus.name() + ".");
    }
    context.changeRules(
        bus,
        tables -> {
          if (!tables.rules(bus).list("", null, "", 1).isEmpty()) {
            throw Refusals.invalid(
                "Cannot delete event bus " + bus.name() + " since it has rules.");
          }
          tables.tags().forget(bus.toString());
          return tables.resources(ResourceKind.BUS, bus.account(), bus.region()).delete(bus.name());
        });
    context.policies().forget(bus);
    return DeleteEventBusResponse.builder().build();
  }
}
