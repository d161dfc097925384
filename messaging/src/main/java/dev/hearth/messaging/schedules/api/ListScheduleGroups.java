package dev.hearth.messaging.schedules.api;

import dev.hearth.messaging.schedules.DueSchedules;
import dev.hearth.messaging.schedules.ScheduleReference;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.TreeMap;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.ListScheduleGroupsRequest;
import software.amazon.awssdk.services.scheduler.model.ListScheduleGroupsResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupSummary;

/// The groups of schedules, by name.
final class ListScheduleGroups
    implements Operation<ListScheduleGroupsRequest, ListScheduleGroupsResponse> {
  private final DueSchedules schedules;

  ListScheduleGroups(DueSchedules schedules) {
    this.schedules = schedules;
  }

  @Override
  public Access access(ListScheduleGroupsRequest input, Call call) {
    return Access.to("scheduler:ListScheduleGroups", "*");
  }

  @Override
  public ListScheduleGroupsResponse run(ListScheduleGroupsRequest input, Call call) {
    int limit = ScheduleInput.limit(input.maxResults());
    var after = ScheduleInput.after(input.nextToken()).name();
    var prefix = input.namePrefix() == null ? "" : input.namePrefix();
    var groups = new TreeMap<String, GetScheduleGroupResponse>();
    schedules.read(
        tables -> {
          tables
              .groups(call.account(), call.region(), prefix, after, limit + 1)
              .forEach(group -> groups.put(group.name(), group));
          var always = ScheduleInput.group(tables, call, ScheduleReference.DEFAULT_GROUP);
          if (always.name().startsWith(prefix) && always.name().compareTo(after) > 0) {
            groups.put(always.name(), always);
          }
          return groups;
        });
    var page = groups.values().stream().limit(limit).toList();
    return ListScheduleGroupsResponse.builder()
        .scheduleGroups(
            page.stream()
                .map(
                    group ->
                        ScheduleGroupSummary.builder()
                            .arn(group.arn())
                            .name(group.name())
                            .state(group.state())
                            .creationDate(group.creationDate())
                            .lastModificationDate(group.lastModificationDate())
                            .build())
                .toList())
        .nextToken(
            groups.size() > limit
                ? new ScheduleInput.After("", page.getLast().name()).token()
                : null)
        .build();
  }
}
