package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.store.ResourceKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.TreeMap;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.EventBus;
import software.amazon.awssdk.services.eventbridge.model.ListEventBusesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListEventBusesResponse;

/// The buses of the account, by name.
final class ListEventBuses implements Operation<ListEventBusesRequest, ListEventBusesResponse> {
  private final Context context;

  ListEventBuses(Context context) {
    this.context = context;
  }

  @Override
  public Access access(ListEventBusesRequest input, Call call) {
    return Access.to("events:ListEventBuses", "*");
  }

  @Override
  public ListEventBusesResponse run(ListEventBusesRequest input, Call call) {
    int limit = Page.limit(input.limit());
    var after = Page.after(input.nextToken());
    var prefix = input.namePrefix() == null ? "" : input.namePrefix();
    var buses = new TreeMap<String, DescribeEventBusResponse>();
    context
        .store()
        .read(
            tables -> {
              var table = tables.resources(ResourceKind.BUS, call.account(), call.region());
              table
                  .list(prefix, null, after, limit + 1)
                  .forEach(stored -> buses.put(stored.name(), stored.model()));
              var always = BusReference.of(call, null);
              if (always.name().startsWith(prefix) && always.name().compareTo(after) > 0) {
                buses.put(always.name(), tables.bus(always));
              }
              return null;
            });
    var found = List.copyOf(buses.values());
    var page = Page.of(found, limit, DescribeEventBusResponse::name);
    return ListEventBusesResponse.builder()
        .eventBuses(
            page.items().stream()
                .map(
                    bus ->
                        EventBus.builder()
                            .name(bus.name())
                            .arn(bus.arn())
                            .description(bus.description())
                            .policy(bus.policy())
                            .creationTime(bus.creationTime())
                            .lastModifiedTime(bus.lastModifiedTime())
                            .build())
                .toList())
        .nextToken(page.token())
        .build();
  }
}
