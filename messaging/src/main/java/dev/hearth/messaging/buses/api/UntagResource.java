package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceResponse;

/// Takes tags from a bus or a rule.
final class UntagResource implements Operation<UntagResourceRequest, UntagResourceResponse> {
  private final BusStore store;

  UntagResource(BusStore store) {
    this.store = store;
  }

  @Override
  public Access access(UntagResourceRequest input, Call call) {
    return Access.to("events:UntagResource", input.resourceARN());
  }

  @Override
  public UntagResourceResponse run(UntagResourceRequest input, Call call) {
    var arn = Tags.owner(input.resourceARN());
    return store.write(
        tables -> {
          Tags.check(tables, arn);
          tables.tags().remove(arn, input.tagKeys());
          return UntagResourceResponse.builder().build();
        });
  }
}
