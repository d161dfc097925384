package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.Refusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.ArrayList;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResultEntry;

/// Takes targets from a rule; what is on its way to them is dropped.
final class RemoveTargets implements Operation<RemoveTargetsRequest, RemoveTargetsResponse> {
  private final Context context;

  RemoveTargets(Context context) {
    this.context = context;
  }

  @Override
  public Access access(RemoveTargetsRequest input, Call call) {
    return Context.onRule(
        "events:RemoveTargets", Context.rule(call, input.eventBusName(), input.rule()));
  }

  @Override
  public RemoveTargetsResponse run(RemoveTargetsRequest input, Call call) {
    var rule = Context.rule(call, input.eventBusName(), input.rule());
    var failed =
        context.changeRules(
            rule.bus(),
            tables -> {
              if (tables.rule(rule).model().managedBy() != null) {
                throw Refusals.managed(rule);
              }
              var missing = new ArrayList<RemoveTargetsResultEntry>();
              for (var id : input.ids()) {
                if (!tables.targets(rule.bus()).remove(rule, id)) {
                  missing.add(
                      RemoveTargetsResultEntry.builder()
                          .targetId(id)
                          .errorCode("ResourceNotFoundException")
                          .errorMessage(
                              "Rule %s does not have a target with the id %s."
                                  .formatted(rule.name(), id))
                          .build());
                }
              }
              return missing;
            });
    return RemoveTargetsResponse.builder()
        .failedEntryCount(failed.size())
        .failedEntries(failed)
        .build();
  }
}
