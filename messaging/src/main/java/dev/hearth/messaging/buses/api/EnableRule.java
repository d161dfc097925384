package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.Refusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;

/// Lets a rule match again, and its schedule run.
final class EnableRule implements Operation<EnableRuleRequest, EnableRuleResponse> {
  private final Context context;

  EnableRule(Context context) {
    this.context = context;
  }

  @Override
  public Access access(EnableRuleRequest input, Call call) {
    return Context.onRule(
        "events:EnableRule", Context.rule(call, input.eventBusName(), input.name()));
  }

  @Override
  public EnableRuleResponse run(EnableRuleRequest input, Call call) {
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
              .put(rule.name(), null, stored.toBuilder().state(RuleState.ENABLED).build());
          context.schedules().begin(tables, rule);
          return null;
        });
    return EnableRuleResponse.builder().build();
  }
}
