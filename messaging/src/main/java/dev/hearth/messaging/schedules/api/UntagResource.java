package dev.hearth.messaging.schedules.api;

import dev.hearth.messaging.schedules.DueSchedules;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.TreeMap;
import software.amazon.awssdk.services.scheduler.model.UntagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.UntagResourceResponse;

/// Takes tags from a group.
final class UntagResource implements Operation<UntagResourceRequest, UntagResourceResponse> {
  private final DueSchedules schedules;

  UntagResource(DueSchedules schedules) {
    this.schedules = schedules;
  }

  @Override
  public Access access(UntagResourceRequest input, Call call) {
    return Access.to("scheduler:UntagResource", input.resourceArn());
  }

  @Override
  public UntagResourceResponse run(UntagResourceRequest input, Call call) {
    schedules.write(
        tables -> {
          ScheduleInput.owner(tables, call, input.resourceArn());
          var tags = new TreeMap<>(tables.tags(input.resourceArn()));
          input.tagKeys().forEach(tags::remove);
          tables.putTags(input.resourceArn(), tags);
          return true;
        });
    return UntagResourceResponse.builder().build();
  }
}
