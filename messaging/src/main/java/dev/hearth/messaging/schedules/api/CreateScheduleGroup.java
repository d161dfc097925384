package dev.hearth.messaging.schedules.api;

import dev.hearth.messaging.schedules.DueSchedules;
import dev.hearth.messaging.schedules.ScheduleReference;
import dev.hearth.messaging.schedules.ScheduleRefusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupState;

/// Makes a group of schedules; the same client token makes it once.
final class CreateScheduleGroup
    implements Operation<CreateScheduleGroupRequest, CreateScheduleGroupResponse> {
  private final DueSchedules schedules;

  CreateScheduleGroup(DueSchedules schedules) {
    this.schedules = schedules;
  }

  @Override
  public Access access(CreateScheduleGroupRequest input, Call call) {
    return Access.to("scheduler:CreateScheduleGroup", ScheduleReference.group(call, input.name()));
  }

  @Override
  public CreateScheduleGroupResponse run(CreateScheduleGroupRequest input, Call call) {
    var arn = ScheduleReference.group(call, input.name()).toString();
    var group =
        GetScheduleGroupResponse.builder()
            .arn(arn)
            .name(input.name())
            .state(ScheduleGroupState.ACTIVE)
            .creationDate(call.time())
            .lastModificationDate(call.time())
            .build();
    schedules.write(
        tables -> {
          var before = tables.group(call.account(), call.region(), input.name()).orElse(null);
          if (before != null
              && input.clientToken() != null
              && input.clientToken().equals(before.token())) {
            return false; // it was asked for already
          }
          if (before != null || input.name().equals(ScheduleReference.DEFAULT_GROUP)) {
            throw ScheduleRefusals.exists("Schedule group " + input.name());
          }
          tables.putGroup(call.account(), call.region(), group, input.clientToken());
          tables.putTags(arn, ScheduleInput.tags(input.tags()));
          return true;
        });
    return CreateScheduleGroupResponse.builder().scheduleGroupArn(arn).build();
  }
}
