package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.Refusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleResponse;

/// Deletes a rule that has no targets; one that is not there is none to delete.
final class DeleteRule implements Operation<DeleteRuleRequest, DeleteRuleResponse> {
  private final Context context;

  DeleteRule(Context context) {
    this.context = context;
  }

  @Override
  public Access access(DeleteRuleRequest input, Call call) {
    return Context.onRule(
        "events:DeleteRule", Context.rule(call, input.eventBusName(), input.name()));
  }

  @Override
  public DeleteRuleResponse run(DeleteRuleRequest input, Call call) {
    var rule = Context.rule(call, input.eventBusName(), input.name());
    context.changeRules(
        rule.bus(),
        tables -> {
          tables.bus(rule.bus());
          var stored = tables.rules(rule.bus()).find(rule.name());
          if (stored.isPresent() && stored.get().model().managedBy() != null) {
            throw Refusals.managed(rule);
          }
          if (!tables.targets(rule.bus()).of(rule).isEmpty()) {
            throw Refusals.invalid("Rule can't be deleted since it has targets.");
          }
          tables.tags().forget(rule.toString());
          return tables.rules(rule.bus()).delete(rule.name());
        });
    return DeleteRuleResponse.builder().build();
  }
}
