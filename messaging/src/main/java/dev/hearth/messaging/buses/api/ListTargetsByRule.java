package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// The targets of a rule, by id.
final class ListTargetsByRule
    implements Operation<ListTargetsByRuleRequest, ListTargetsByRuleResponse> {
  private final Context context;

  ListTargetsByRule(Context context) {
    this.context = context;
  }

  @Override
  public Access access(ListTargetsByRuleRequest input, Call call) {
    return Context.onRule(
        "events:ListTargetsByRule", Context.rule(call, input.eventBusName(), input.rule()));
  }

  @Override
  public ListTargetsByRuleResponse run(ListTargetsByRuleRequest input, Call call) {
    var rule = Context.rule(call, input.eventBusName(), input.rule());
    int limit = Page.limit(input.limit());
    var after = Page.after(input.nextToken());
    var found =
        context
            .store()
            .read(
                tables -> {
                  tables.rule(rule);
                  return tables.targets(rule.bus()).of(rule);
                })
            .stream()
            .filter(target -> target.id().compareTo(after) > 0)
            .toList();
    var page = Page.of(found, limit, Target::id);
    return ListTargetsByRuleResponse.builder()
        .targets(page.items())
        .nextToken(page.token())
        .build();
  }
}
