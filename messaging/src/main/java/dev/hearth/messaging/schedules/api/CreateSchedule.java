package dev.hearth.messaging.schedules.api;

import dev.hearth.messaging.schedules.DueSchedules;
import dev.hearth.messaging.schedules.ScheduleReference;
import dev.hearth.messaging.schedules.ScheduleRefusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;

/// Makes a schedule; the same client token makes it once.
final class CreateSchedule implements Operation<CreateScheduleRequest, CreateScheduleResponse> {
  private final DueSchedules schedules;
  private final ScheduleInput check;

  CreateSchedule(DueSchedules schedules, ScheduleInput check) {
    this.schedules = schedules;
    this.check = check;
  }

  @Override
  public Access access(CreateScheduleRequest input, Call call) {
    var schedule = ScheduleReference.of(call, input.groupName(), input.name());
    return ScheduleInput.access("scheduler:CreateSchedule", schedule, input.target().roleArn());
  }

  @Override
  public CreateScheduleResponse run(CreateScheduleRequest input, Call call) {
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
          if (before.isPresent()) {
            if (input.clientToken() != null && input.clientToken().equals(before.get().token())) {
              return false; // it was asked for already
            }
            throw ScheduleRefusals.exists("Schedule " + schedule.name());
          }
          tables.put(schedule, wanted, input.clientToken());
          schedules.begin(tables.sql(), schedule);
          return true;
        });
    return CreateScheduleResponse.builder().scheduleArn(schedule.toString()).build();
  }
}
