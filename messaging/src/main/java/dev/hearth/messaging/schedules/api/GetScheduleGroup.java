package dev.hearth.messaging.schedules.api;

import dev.hearth.messaging.schedules.DueSchedules;
import dev.hearth.messaging.schedules.ScheduleReference;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupResponse;

/// Shows a group of schedules.
final class GetScheduleGroup
    implements Operation<GetScheduleGroupRequest, GetScheduleGroupResponse> {
  private final DueSchedules schedules;

  GetScheduleGroup(DueSchedules schedules) {
    this.schedules = schedules;
  }

  @Override
  public Access access(GetScheduleGroupRequest input, Call call) {
    return Access.to("scheduler:GetScheduleGroup", ScheduleReference.group(call, input.name()));
  }

  @Override
  public GetScheduleGroupResponse run(GetScheduleGroupRequest input, Call call) {
    return schedules.read(tables -> ScheduleInput.group(tables, call, input.name()));
  }
}
