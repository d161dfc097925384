package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;

/// Shows a rule; its targets are ListTargetsByRule's.
final class DescribeRule implements Operation<DescribeRuleRequest, DescribeRuleResponse> {
  private final Context context;

  DescribeRule(Context context) {
    this.context = context;
  }

  @Override
  public Access access(DescribeRuleRequest input, Call call) {
    return Context.onRule(
        "events:DescribeRule", Context.rule(call, input.eventBusName(), input.name()));
  }

  @Override
  public DescribeRuleResponse run(DescribeRuleRequest input, Call call) {
    return context
        .store()
        .read(tables -> tables.rule(Context.rule(call, input.eventBusName(), input.name())))
        .model();
  }
}
