package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.store.ResourceKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.CreateEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.CreateEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusResponse;

/// Makes a custom bus.
final class CreateEventBus implements Operation<CreateEventBusRequest, CreateEventBusResponse> {
  private final Context context;

  CreateEventBus(Context context) {
    this.context = context;
  }

  @Override
  public Access access(CreateEventBusRequest input, Call call) {
    return Context.onBus("events:CreateEventBus", call, input.name());
  }

  @Override
  public CreateEventBusResponse run(CreateEventBusRequest input, Call call) {
    var bus = new BusReference(call.account(), call.region(), input.name());
    if (input.eventSourceName() != null) {
      throw Refusals.invalid("EventSourceName", "Hearth has no partner event sources.");
    }
    if (input.name().contains("/")) {
      throw Refusals.invalid("Name", "Custom event bus names cannot contain the / character.");
    }
    if (input.kmsKeyIdentifier() != null) {
      throw Refusals.invalid("KmsKeyIdentifier", "Hearth encrypts buses with no keys of yours.");
    }
    if (bus.isDefault()) {
      throw Refusals.exists("Event bus " + bus.name());
    }
    var made =
        DescribeEventBusResponse.builder()
            .name(bus.name())
            .arn(bus.arn().toString())
            .description(input.description())
            .deadLetterConfig(input.deadLetterConfig())
            .creationTime(call.time())
            .lastModifiedTime(call.time())
            .build();
    context.changeRules(
        bus,
        tables -> {
          tables
              .resources(ResourceKind.BUS, bus.account(), bus.region())
              .create(bus.name(), null, made, "Event bus " + bus.name());
          tables.tags().put(bus.toString(), Tags.map(input.tags()));
          return null;
        });
    return CreateEventBusResponse.builder()
        .eventBusArn(bus.toString())
        .description(input.description())
        .deadLetterConfig(input.deadLetterConfig())
        .build();
  }
}
