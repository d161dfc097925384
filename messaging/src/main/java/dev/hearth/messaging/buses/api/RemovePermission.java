package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.store.ResourceKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.RemovePermissionRequest;
import software.amazon.awssdk.services.eventbridge.model.RemovePermissionResponse;

/// Takes a statement from the policy of a bus, or all of them.
final class RemovePermission
    implements Operation<RemovePermissionRequest, RemovePermissionResponse> {
  private final Context context;

  RemovePermission(Context context) {
    this.context = context;
  }

  @Override
  public Access access(RemovePermissionRequest input, Call call) {
    return Context.onBus("events:RemovePermission", call, input.eventBusName());
  }

  @Override
  public RemovePermissionResponse run(RemovePermissionRequest input, Call call) {
    var bus = BusReference.of(call, input.eventBusName());
    boolean all = Boolean.TRUE.equals(input.removeAllPermissions());
    if (!all && input.statementId() == null) {
      throw Refusals.invalid("Parameter(s) StatementId must be specified.");
    }
    context
        .store()
        .write(
            tables -> {
              var stored = tables.bus(bus);
              var policy = BusPolicy.of(stored.policy());
              var rest = all ? BusPolicy.EMPTY : policy.without(input.statementId());
              tables
                  .resources(ResourceKind.BUS, bus.account(), bus.region())
                  .put(bus.name(), null, stored.toBuilder().policy(rest.json()).build());
              return null;
            });
    context.policies().forget(bus);
    return RemovePermissionResponse.builder().build();
  }
}
