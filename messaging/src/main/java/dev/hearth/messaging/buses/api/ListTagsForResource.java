package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.Tag;

/// The tags of a bus or a rule.
final class ListTagsForResource
    implements Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> {
  private final BusStore store;

  ListTagsForResource(BusStore store) {
    this.store = store;
  }

  @Override
  public Access access(ListTagsForResourceRequest input, Call call) {
    return Access.to("events:ListTagsForResource", input.resourceARN());
  }

  @Override
  public ListTagsForResourceResponse run(ListTagsForResourceRequest input, Call call) {
    var arn = Tags.owner(input.resourceARN());
    var tags =
        store.read(
            tables -> {
              Tags.check(tables, arn);
              return tables.tags().of(arn);
            });
    return ListTagsForResourceResponse.builder()
        .tags(
            tags.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }
}
