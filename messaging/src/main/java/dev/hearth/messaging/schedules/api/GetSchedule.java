package dev.hearth.messaging.schedules.api;

import dev.hearth.messaging.schedules.DueSchedules;
import dev.hearth.messaging.schedules.ScheduleReference;
import dev.hearth.messaging.schedules.ScheduleRefusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.scheduler.model.GetScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;

/// Shows a schedule.
final class GetSchedule implements Operation<GetScheduleRequest, GetScheduleResponse> {
  private final DueSchedules schedules;

  GetSchedule(DueSchedules schedules) {
    this.schedules = schedules;
  }

  @Override
  public Access access(GetScheduleRequest input, Call call) {
    return Access.to(
        "scheduler:GetSchedule", ScheduleReference.of(call, input.groupName(), input.name()));
  }

  @Override
  public GetScheduleResponse run(GetScheduleRequest input, Call call) {
    var schedule = ScheduleReference.of(call, input.groupName(), input.name());
    return schedules
        .read(tables -> tables.find(schedule))
        .orElseThrow(() -> ScheduleRefusals.notFound("Schedule " + schedule.name()))
        .model();
  }
}
