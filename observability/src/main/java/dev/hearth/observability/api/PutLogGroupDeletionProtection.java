package dev.hearth.observability.api;

import dev.hearth.observability.store.LogGroups;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogGroupDeletionProtectionRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogGroupDeletionProtectionResponse;

/// Sets whether a log group can be deleted.
final class PutLogGroupDeletionProtection
    implements Operation<
        PutLogGroupDeletionProtectionRequest, PutLogGroupDeletionProtectionResponse> {
  private final Database database;

  PutLogGroupDeletionProtection(Database database) {
    this.database = database;
  }

  @Override
  public Access access(PutLogGroupDeletionProtectionRequest input, Call call) {
    return LogResources.accessToGroup(
        call, LogResources.groupName(input.logGroupIdentifier(), call));
  }

  @Override
  public PutLogGroupDeletionProtectionResponse run(
      PutLogGroupDeletionProtectionRequest input, Call call) {
    var name = LogResources.groupName(input.logGroupIdentifier(), call);
    database.write(
        sql -> {
          var group = LogResources.group(sql, call, name);
          new LogGroups(sql).protect(group, input.deletionProtectionEnabled());
          return group;
        });
    return PutLogGroupDeletionProtectionResponse.builder().build();
  }
}
