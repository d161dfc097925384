package dev.hearth.messaging.schedules.api;

import dev.hearth.messaging.schedules.DueSchedules;
import dev.hearth.messaging.schedules.ScheduleReference;
import dev.hearth.messaging.schedules.ScheduleRefusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupResponse;

/// Deletes a group with all its schedules.
final class DeleteScheduleGroup
    implements Operation<DeleteScheduleGroupRequest, DeleteScheduleGroupResponse> {
  private final DueSchedules schedules;

  DeleteScheduleGroup(DueSchedules schedules) {
    this.schedules = schedules;
  }

  @Override
  public Access access(DeleteScheduleGroupRequest input, Call call) {
    return Access.to("scheduler:DeleteScheduleGroup", ScheduleReference.group(call, input.name()));
  }

  @Override
  public DeleteScheduleGroupResponse run(DeleteScheduleGroupRequest input, Call call) {
    if (input.name().equals(ScheduleReference.DEFAULT_GROUP)) {
      throw ScheduleRefusals.invalid("The default schedule group cannot be deleted.");
    }
    schedules.write(
        tables -> {
          ScheduleInput.group(tables, call, input.name());
          tables.putTags(ScheduleReference.group(call, input.name()).toString(), Map.of());
          return tables.deleteGroup(call.account(), call.region(), input.name());
        });
    return DeleteScheduleGroupResponse.builder().build();
  }
}
