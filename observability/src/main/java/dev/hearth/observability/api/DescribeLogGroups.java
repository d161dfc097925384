package dev.hearth.observability.api;

import dev.hearth.observability.store.LogGroup;
import dev.hearth.observability.store.LogGroups;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.HashSet;
import java.util.Objects;
import java.util.function.Predicate;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;

/// Lists log groups by name.
final class DescribeLogGroups
    implements Operation<DescribeLogGroupsRequest, DescribeLogGroupsResponse> {
  private static final int MOST = 50;

  private final Database database;

  DescribeLogGroups(Database database) {
    this.database = database;
  }

  @Override
  public Access access(DescribeLogGroupsRequest input, Call call) {
    return LogResources.accessToGroup(
        call, Objects.requireNonNullElse(input.logGroupNamePrefix(), ""));
  }

  @Override
  public DescribeLogGroupsResponse run(DescribeLogGroupsRequest input, Call call) {
    if (input.logGroupNamePrefix() != null && input.logGroupNamePattern() != null) {
      throw LogResources.invalid(
          "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
    }
    var prefix = Objects.requireNonNullElse(input.logGroupNamePrefix(), "");
    var after = input.nextToken() == null ? "" : PageToken.read(input.nextToken());
    int most = Objects.requireNonNullElse(input.limit(), MOST);
    var wanted = wanted(input, call);
    var groups =
        database.read(
            sql ->
                new LogGroups(sql)
                    .list(call.account(), call.region(), prefix, after, wanted, most + 1));
    var page = groups.stream().limit(most).toList();
    return DescribeLogGroupsResponse.builder()
        .logGroups(page.stream().map(DescribeLogGroups::describe).toList())
        .nextToken(groups.size() > most ? PageToken.of(page.getLast().name()) : null)
        .build();
  }

  private static Predicate<LogGroup> wanted(DescribeLogGroupsRequest input, Call call) {
    Predicate<LogGroup> wanted = _ -> true;
    if (input.logGroupNamePattern() != null) {
      wanted = wanted.and(group -> group.name().contains(input.logGroupNamePattern()));
    }
    if (input.logGroupClassAsString() != null) {
      wanted = wanted.and(group -> group.logGroupClass().equals(input.logGroupClassAsString()));
    }
    if (input.hasLogGroupIdentifiers()) {
      var names = new HashSet<String>();
      input.logGroupIdentifiers().forEach(id -> names.add(LogResources.groupName(id, call)));
      wanted = wanted.and(group -> names.contains(group.name()));
    }
    return wanted;
  }

  private static software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup describe(
      LogGroup group) {
    return software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup.builder()
        .logGroupName(group.name())
        .creationTime(group.created().toEpochMilli())
        .retentionInDays(group.retentionDays())
        .metricFilterCount(0)
        .arn(group.arn() + ":*")
        .logGroupArn(group.arn().toString())
        .storedBytes(group.storedBytes())
        .logGroupClass(group.logGroupClass())
        .deletionProtectionEnabled(group.deletionProtected())
        .build();
  }
}
