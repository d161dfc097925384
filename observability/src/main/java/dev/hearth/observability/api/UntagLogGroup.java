package dev.hearth.observability.api;

import dev.hearth.observability.store.LogGroups;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupResponse;

/// The older form of [UntagResource].
final class UntagLogGroup implements Operation<UntagLogGroupRequest, UntagLogGroupResponse> {
  private final Database database;

  UntagLogGroup(Database database) {
    this.database = database;
  }

  @Override
  public Access access(UntagLogGroupRequest input, Call call) {
    return LogResources.accessToTags(call, input.logGroupName());
  }

  @Override
  public UntagLogGroupResponse run(UntagLogGroupRequest input, Call call) {
    database.write(
        sql -> {
          var group = LogResources.group(sql, call, input.logGroupName());
          new LogGroups(sql).untag(group, input.tags());
          return group;
        });
    return UntagLogGroupResponse.builder().build();
  }
}
