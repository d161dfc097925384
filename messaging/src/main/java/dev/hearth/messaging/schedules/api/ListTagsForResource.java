package dev.hearth.messaging.schedules.api;

import dev.hearth.messaging.schedules.DueSchedules;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.scheduler.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.scheduler.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.scheduler.model.Tag;

/// The tags of a group.
final class ListTagsForResource
    implements Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> {
  private final DueSchedules schedules;

  ListTagsForResource(DueSchedules schedules) {
    this.schedules = schedules;
  }

  @Override
  public Access access(ListTagsForResourceRequest input, Call call) {
    return Access.to("scheduler:ListTagsForResource", input.resourceArn());
  }

  @Override
  public ListTagsForResourceResponse run(ListTagsForResourceRequest input, Call call) {
    var tags =
        schedules.read(
            tables -> {
              ScheduleInput.owner(tables, call, input.resourceArn());
              return tables.tags(input.resourceArn());
            });
    return ListTagsForResourceResponse.builder()
        .tags(
            tags.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }
}
