package dev.hearth.messaging.schedules.api;

import dev.hearth.messaging.schedules.DueSchedules;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesRequest;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;

/// The schedules of a group, or of all, by group and name.
final class ListSchedules implements Operation<ListSchedulesRequest, ListSchedulesResponse> {
  private final DueSchedules schedules;

  ListSchedules(DueSchedules schedules) {
    this.schedules = schedules;
  }

  @Override
  public Access access(ListSchedulesRequest input, Call call) {
    return Access.to("scheduler:ListSchedules", "*");
  }

  @Override
  public ListSchedulesResponse run(ListSchedulesRequest input, Call call) {
    int limit = ScheduleInput.limit(input.maxResults());
    var after = ScheduleInput.after(input.nextToken());
    var found =
        schedules.read(
            tables ->
                tables.list(
                    call.account(),
                    call.region(),
                    input.groupName(),
                    input.namePrefix() == null ? "" : input.namePrefix(),
                    after.group(),
                    after.name(),
                    limit + 1));
    var page = found.subList(0, Math.min(limit, found.size()));
    return ListSchedulesResponse.builder()
        .schedules(
            page.stream()
                .filter(each -> input.state() == null || each.state() == input.state())
                .map(ListSchedules::show)
                .toList())
        .nextToken(
            found.size() > limit
                ? new ScheduleInput.After(page.getLast().groupName(), page.getLast().name()).token()
                : null)
        .build();
  }

  private static ScheduleSummary show(GetScheduleResponse schedule) {
    return ScheduleSummary.builder()
        .arn(schedule.arn())
        .name(schedule.name())
        .groupName(schedule.groupName())
        .state(schedule.state())
        .creationDate(schedule.creationDate())
        .lastModificationDate(schedule.lastModificationDate())
        .target(target -> target.arn(schedule.target().arn()))
        .build();
  }
}
