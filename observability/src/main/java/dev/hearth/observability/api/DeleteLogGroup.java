package dev.hearth.observability.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.observability.store.LogGroups;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;

/// Deletes a log group with all its events.
final class DeleteLogGroup implements Operation<DeleteLogGroupRequest, DeleteLogGroupResponse> {
  private final Database database;

  DeleteLogGroup(Database database) {
    this.database = database;
  }

  @Override
  public Access access(DeleteLogGroupRequest input, Call call) {
    return LogResources.accessToGroup(call, input.logGroupName());
  }

  @Override
  public DeleteLogGroupResponse run(DeleteLogGroupRequest input, Call call) {
    database.write(
        sql -> {
          var group = LogResources.group(sql, call, input.logGroupName());
          if (group.deletionProtected()) {
            throw new ServiceException(
                "ValidationException",
                400,
                "The log group cannot be deleted because deletion protection is enabled.");
          }
          new LogGroups(sql).delete(group);
          return group;
        });
    return DeleteLogGroupResponse.builder().build();
  }
}
