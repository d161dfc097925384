package dev.hearth.messaging.schedules.api;

import dev.hearth.messaging.schedules.DueSchedules;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.TreeMap;
import software.amazon.awssdk.services.scheduler.model.TagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.TagResourceResponse;

/// Adds tags to a group; those with the same key are replaced.
final class TagResource implements Operation<TagResourceRequest, TagResourceResponse> {
  private final DueSchedules schedules;

  TagResource(DueSchedules schedules) {
    this.schedules = schedules;
  }

  @Override
  public Access access(TagResourceRequest input, Call call) {
    return Access.to("scheduler:TagResource", input.resourceArn());
  }

  @Override
  public TagResourceResponse run(TagResourceRequest input, Call call) {
    schedules.write(
        tables -> {
          ScheduleInput.owner(tables, call, input.resourceArn());
          var tags = new TreeMap<>(tables.tags(input.resourceArn()));
          tags.putAll(ScheduleInput.tags(input.tags()));
          tables.putTags(input.resourceArn(), ScheduleInput.few(tags));
          return true;
        });
    return TagResourceResponse.builder().build();
  }
}
