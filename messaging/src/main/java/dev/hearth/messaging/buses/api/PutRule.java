package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.RuleReference;
import dev.hearth.messaging.expressions.ScheduleExpression;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;

/// Makes a rule, or puts another in its place; its targets and tags stay.
final class PutRule implements Operation<PutRuleRequest, PutRuleResponse> {
  private final Context context;

  PutRule(Context context) {
    this.context = context;
  }

  @Override
  public Access access(PutRuleRequest input, Call call) {
    var rule = Context.rule(call, input.eventBusName(), input.name());
    var access = Context.onRule("events:PutRule", rule);
    return input.roleArn() == null ? access : passRole(access, input.roleArn());
  }

  static Access passRole(Access access, String role) {
    return access.and(
        "iam:PassRole", role, Map.of("iam:PassedToService", List.of("events.amazonaws.com")));
  }

  @Override
  public PutRuleResponse run(PutRuleRequest input, Call call) {
    var rule = Context.rule(call, input.eventBusName(), input.name());
    var pattern = present(input.eventPattern());
    var schedule = present(input.scheduleExpression());
    check(rule, pattern, schedule);
    var wanted =
        DescribeRuleResponse.builder()
            .name(rule.name())
            .arn(rule.toString())
            .eventPattern(pattern)
            .scheduleExpression(schedule)
            .state(input.state() == null ? RuleState.ENABLED : input.state())
            .description(input.description())
            .roleArn(input.roleArn())
            .eventBusName(rule.bus().name())
            .createdBy(call.account().digits())
            .build();
    context.changeRules(
        rule.bus(),
        tables -> {
          tables.bus(rule.bus());
          var before = tables.rules(rule.bus()).find(rule.name());
          if (before.isPresent() && before.get().model().managedBy() != null) {
            throw Refusals.managed(rule);
          }
          tables.rules(rule.bus()).put(rule.name(), null, wanted);
          if (before.isEmpty()) {
            tables.tags().put(rule.toString(), Tags.map(input.tags()));
          }
          context.schedules().begin(tables, rule);
          return null;
        });
    return PutRuleResponse.builder().ruleArn(rule.toString()).build();
  }

  private static void check(
      RuleReference rule, @Nullable String pattern, @Nullable String schedule) {
    if (pattern == null && schedule == null) {
      throw Refusals.invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
    }
    if (pattern != null) {
      Patterns.compile(pattern);
    }
    if (schedule != null) {
      var expression = ScheduleExpression.parse(schedule);
      if (expression.isEmpty() || expression.get() instanceof ScheduleExpression.At) {
        throw Refusals.invalid("Parameter ScheduleExpression is not valid.");
      }
      if (!rule.bus().isDefault()) {
        throw Refusals.invalid("ScheduleExpression is supported only on the default event bus.");
      }
    }
  }

  private static @Nullable String present(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
