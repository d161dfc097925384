package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.store.ResourceKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.PutPermissionRequest;
import software.amazon.awssdk.services.eventbridge.model.PutPermissionResponse;

/// Lets another account, or everybody, put events onto a bus; or sets its whole policy.
final class PutPermission implements Operation<PutPermissionRequest, PutPermissionResponse> {
  private final Context context;
  private final PolicyCheck check;

  PutPermission(Context context, PolicyCheck check) {
    this.context = context;
    this.check = check;
  }

  @Override
  public Access access(PutPermissionRequest input, Call call) {
    return Context.onBus("events:PutPermission", call, input.eventBusName());
  }

  @Override
  public PutPermissionResponse run(PutPermissionRequest input, Call call) {
    var bus = BusReference.of(call, input.eventBusName());
    boolean whole = input.policy() != null;
    if (whole
        == (input.action() != null || input.principal() != null || input.statementId() != null)) {
      throw Refusals.invalid(
          "Either Policy, or Action, Principal and StatementId must be specified.");
    }
    if (!whole
        && (input.action() == null || input.principal() == null || input.statementId() == null)) {
      throw Refusals.invalid("Parameter(s) Action, Principal and StatementId must be specified.");
    }
    if (whole) {
      check.check(input.policy());
    } else if (!input.action().equals("events:PutEvents")) {
      throw Refusals.invalid("Action", "The action must be events:PutEvents.");
    }
    context
        .store()
        .write(
            tables -> {
              var stored = tables.bus(bus);
              var policy =
                  whole
                      ? BusPolicy.of(input.policy())
                      : BusPolicy.of(stored.policy()).with(BusPolicy.statement(bus, input));
              tables
                  .resources(ResourceKind.BUS, bus.account(), bus.region())
                  .put(bus.name(), null, stored.toBuilder().policy(policy.json()).build());
              return null;
            });
    context.policies().forget(bus);
    return PutPermissionResponse.builder().build();
  }
}
