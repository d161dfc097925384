package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.store.ResourceTable;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.Rule;

/// The rules of a bus, by name.
final class ListRules implements Operation<ListRulesRequest, ListRulesResponse> {
  private final Context context;

  ListRules(Context context) {
    this.context = context;
  }

  @Override
  public Access access(ListRulesRequest input, Call call) {
    return Context.onBus("events:ListRules", call, input.eventBusName());
  }

  @Override
  public ListRulesResponse run(ListRulesRequest input, Call call) {
    var bus = BusReference.of(call, input.eventBusName());
    int limit = Page.limit(input.limit());
    var prefix = input.namePrefix() == null ? "" : input.namePrefix();
    var found =
        context
            .store()
            .read(
                tables -> {
                  tables.bus(bus);
                  return tables
                      .rules(bus)
                      .list(prefix, null, Page.after(input.nextToken()), limit + 1);
                });
    var page = Page.of(found, limit, ResourceTable.Stored::name);
    return ListRulesResponse.builder()
        .rules(page.items().stream().map(stored -> show(stored.model())).toList())
        .nextToken(page.token())
        .build();
  }

  private static Rule show(DescribeRuleResponse rule) {
    return Rule.builder()
        .name(rule.name())
        .arn(rule.arn())
        .eventPattern(rule.eventPattern())
        .scheduleExpression(rule.scheduleExpression())
        .state(rule.state())
        .description(rule.description())
        .roleArn(rule.roleArn())
        .managedBy(rule.managedBy())
        .eventBusName(rule.eventBusName())
        .build();
  }
}
