package dev.hearth.messaging.schedules.api;

import dev.hearth.messaging.schedules.DueSchedules;
import dev.hearth.messaging.schedules.ScheduleReference;
import dev.hearth.messaging.schedules.ScheduleRefusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleResponse;

/// Deletes a schedule; what has fired is still brought to its target.
final class DeleteSchedule implements Operation<DeleteScheduleRequest, DeleteScheduleResponse> {
  private final DueSchedules schedules;

  DeleteSchedule(DueSchedules schedules) {
    this.schedules = schedules;
  }

  @Override
  public Access access(DeleteScheduleRequest input, Call call) {
    return Access.to(
        "scheduler:DeleteSchedule", ScheduleReference.of(call, input.groupName(), input.name()));
  }

  @Override
  public DeleteScheduleResponse run(DeleteScheduleRequest input, Call call) {
    var schedule = ScheduleReference.of(call, input.groupName(), input.name());
    if (!schedules.write(tables -> tables.delete(schedule))) {
      throw ScheduleRefusals.notFound("Schedule " + schedule.name());
    }
    return DeleteScheduleResponse.builder().build();
  }
}
