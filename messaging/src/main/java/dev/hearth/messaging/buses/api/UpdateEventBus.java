package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.store.ResourceKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.UpdateEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.UpdateEventBusResponse;

/// Changes what a bus says of itself; what is left out is taken away.
final class UpdateEventBus implements Operation<UpdateEventBusRequest, UpdateEventBusResponse> {
  private final Context context;

  UpdateEventBus(Context context) {
    this.context = context;
  }

  @Override
  public Access access(UpdateEventBusRequest input, Call call) {
    return Context.onBus("events:UpdateEventBus", call, input.name());
  }

  @Override
  public UpdateEventBusResponse run(UpdateEventBusRequest input, Call call) {
    var bus = BusReference.of(call, input.name());
    if (input.kmsKeyIdentifier() != null) {
      throw Refusals.invalid("KmsKeyIdentifier", "Hearth encrypts buses with no keys of yours.");
    }
    context
        .store()
        .write(
            tables -> {
              var changed =
                  tables.bus(bus).toBuilder()
                      .description(input.description())
                      .deadLetterConfig(input.deadLetterConfig())
                      .lastModifiedTime(call.time())
                      .build();
              tables
                  .resources(ResourceKind.BUS, bus.account(), bus.region())
                  .put(bus.name(), null, changed);
              return null;
            });
    return UpdateEventBusResponse.builder()
        .arn(bus.toString())
        .name(bus.name())
        .description(input.description())
        .deadLetterConfig(input.deadLetterConfig())
        .build();
  }
}
