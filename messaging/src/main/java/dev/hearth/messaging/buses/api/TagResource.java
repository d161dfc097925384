package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.TagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.TagResourceResponse;

/// Adds tags to a bus or a rule; those with the same key are replaced.
final class TagResource implements Operation<TagResourceRequest, TagResourceResponse> {
  private final BusStore store;

  TagResource(BusStore store) {
    this.store = store;
  }

  @Override
  public Access access(TagResourceRequest input, Call call) {
    return Access.to("events:TagResource", input.resourceARN());
  }

  @Override
  public TagResourceResponse run(TagResourceRequest input, Call call) {
    var arn = Tags.owner(input.resourceARN());
    return store.write(
        tables -> {
          Tags.check(tables, arn);
          tables.tags().put(arn, Tags.map(input.tags()));
          return TagResourceResponse.builder().build();
        });
  }
}
