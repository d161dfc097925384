package dev.hearth.messaging.schedules.api;

import dev.hearth.messaging.schedules.DueSchedules;
import dev.hearth.messaging.schedules.ScheduleReference;
import dev.hearth.messaging.schedules.ScheduleRefusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleResponse;

/// Puts another schedule in the place of one; what is left out is as if it had never been said.
final class UpdateSchedule implements Operation<UpdateScheduleRequest, UpdateScheduleResponse> {
  private final DueSchedules schedules;
  private final ScheduleInput check;

  UpdateSchedule(DueSchedules schedules, ScheduleInput check) {
    this.schedules = schedules;
    this.check = check;
  }

  @Override
  public Access access(UpdateScheduleRequest input, Call call) {
    var schedule = ScheduleReference.of(call, input.groupName(), input.name());
    return ScheduleInput.access("scheduler:UpdateSchedule", schedule, input.target().roleArn());
  }

  @Override
  public UpdateScheduleResponse run(UpdateScheduleRequest input, Call call) {
    var schedule = ScheduleReference.of(call, input.groupName(), input.name());
    var wanted =
        GetScheduleResponse.builder()
            .arn(schedule.toString())
            .name(schedule.name())
            .groupName(schedule.group())
            .description(input.description())
            .scheduleExpression(input.scheduleExpression())
            .scheduleExpressionTimezone(ScheduleInput.zone(input.scheduleExpressionTimezone()))
            .startDate(input.startDate())
            .endDate(input.endDate())
            .state(input.state() == null ? ScheduleState.ENABLED : input.state())
            .flexibleTimeWindow(input.flexibleTimeWindow())
            .actionAfterCompletion(
                input.actionAfterCompletion() == null
                    ? ActionAfterCompletion.NONE
                    : input.actionAfterCompletion())
            .target(input.target())
            .creationDate(call.time())
            .lastModificationDate(call.time())
            .build();
    check.check(wanted, input.kmsKeyArn());
    schedules.write(
        tables -> {
          ScheduleInput.group(tables, call, schedule.group());
          var before = tables.find(schedule);
          var made =
              before
                  .orElseThrow(() -> ScheduleRefusals.notFound("Schedule " + schedule.name()))
                  .model()
                  .creationDate();
          tables.put(schedule, wanted.toBuilder().creationDate(made).build(), null);
          schedules.begin(tables.sql(), schedule);
          return true;
        });
    return UpdateScheduleResponse.builder().scheduleArn(schedule.toString()).build();
  }
}
