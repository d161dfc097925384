package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.BusReference;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusResponse;

/// Shows a bus with its policy.
final class DescribeEventBus
    implements Operation<DescribeEventBusRequest, DescribeEventBusResponse> {
  private final Context context;

  DescribeEventBus(Context context) {
    this.context = context;
  }

  @Override
  public Access access(DescribeEventBusRequest input, Call call) {
    return Context.onBus("events:DescribeEventBus", call, input.name());
  }

  @Override
  public DescribeEventBusResponse run(DescribeEventBusRequest input, Call call) {
    return context.store().read(tables -> tables.bus(BusReference.of(call, input.name())));
  }
}
