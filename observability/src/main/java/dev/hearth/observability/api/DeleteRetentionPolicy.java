package dev.hearth.observability.api;

import dev.hearth.observability.store.LogGroups;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyResponse;

/// Keeps a log group's events for ever.
final class DeleteRetentionPolicy
    implements Operation<DeleteRetentionPolicyRequest, DeleteRetentionPolicyResponse> {
  private final Database database;

  DeleteRetentionPolicy(Database database) {
    this.database = database;
  }

  @Override
  public Access access(DeleteRetentionPolicyRequest input, Call call) {
    return LogResources.accessToGroup(call, input.logGroupName());
  }

  @Override
  public DeleteRetentionPolicyResponse run(DeleteRetentionPolicyRequest input, Call call) {
    database.write(
        sql -> {
          var group = LogResources.group(sql, call, input.logGroupName());
          new LogGroups(sql).retain(group, null);
          return group;
        });
    return DeleteRetentionPolicyResponse.builder().build();
  }
}
