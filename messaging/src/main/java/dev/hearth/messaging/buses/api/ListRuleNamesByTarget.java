package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.BusReference;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetResponse;

/// The rules of a bus that have a target, by name.
final class ListRuleNamesByTarget
    implements Operation<ListRuleNamesByTargetRequest, ListRuleNamesByTargetResponse> {
  private final Context context;

  ListRuleNamesByTarget(Context context) {
    this.context = context;
  }

  @Override
  public Access access(ListRuleNamesByTargetRequest input, Call call) {
    return Context.onBus("events:ListRuleNamesByTarget", call, input.eventBusName());
  }

  @Override
  public ListRuleNamesByTargetResponse run(ListRuleNamesByTargetRequest input, Call call) {
    var bus = BusReference.of(call, input.eventBusName());
    int limit = Page.limit(input.limit());
    var found =
        context
            .store()
            .read(
                tables -> {
                  tables.bus(bus);
                  return tables
                      .targets(bus)
                      .rules(input.targetArn(), Page.after(input.nextToken()), limit + 1);
                });
    var page = Page.of(found, limit, name -> name);
    return ListRuleNamesByTargetResponse.builder()
        .ruleNames(page.items())
        .nextToken(page.token())
        .build();
  }
}
