package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.Refusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;

/// Lets a rule match nothing, and its schedule rest.
final class DisableRule implements Operation<DisableRuleRequest, DisableRuleResponse> {
  private final Context context;

  DisableRule(Context context) {
    this.context = context;
  }

  @Override
  public Access access(DisableRuleRequest input, Call call) {
    return Context.onRule(
        "events:DisableRule", Context.rule(call, input.eventBusName(), input.name()));
  }

  @Override
  public DisableRuleResponse run(DisableRuleRequest input, Call call) {
    var rule = Context.rule(call, input.eventBusName(), input.name());
    context.changeRules(
        rule.bus(),
        tables -> {
          var stored = tables.rule(rule).model();
          if (stored.managedBy() != null) {
            throw Refusals.managed(rule);
          }
          tables
              .rules(rule.bus())
              .put(rule.name(), null, stored.toBuilder().state(RuleState.DISABLED).build());
          context.schedules().begin(tables, rule);
          return null;
        });
    return DisableRuleResponse.builder().build();
  }
}
