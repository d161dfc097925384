package dev.hearth.messaging.schedules.api;

import dev.hearth.messaging.schedules.DueSchedules;
import dev.hearth.messaging.schedules.ScheduleTargets;
import dev.hearth.wire.ServiceOperation;
import java.util.List;
import java.util.function.Predicate;

/// All operations of EventBridge Scheduler.
public final class SchedulerOperations {
  private SchedulerOperations() {}

  /// @param assumable whether Scheduler may assume the role of an ARN
  public static List<ServiceOperation<?>> of(
      DueSchedules schedules, ScheduleTargets targets, Predicate<String> assumable) {
    var check = new ScheduleInput(targets, assumable);
    return List.of(
        new CreateSchedule(schedules, check),
        new UpdateSchedule(schedules, check),
        new GetSchedule(schedules),
        new DeleteSchedule(schedules),
        new ListSchedules(schedules),
        new CreateScheduleGroup(schedules),
        new GetScheduleGroup(schedules),
        new DeleteScheduleGroup(schedules),
        new ListScheduleGroups(schedules),
        new TagResource(schedules),
        new UntagResource(schedules),
        new ListTagsForResource(schedules));
  }
}
