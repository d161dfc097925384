package dev.hearth.observability.api;

import dev.hearth.observability.store.LogGroups;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupClass;

/// Makes a log group, with tags at once where the request has some.
final class CreateLogGroup implements Operation<CreateLogGroupRequest, CreateLogGroupResponse> {
  private final Database database;

  CreateLogGroup(Database database) {
    this.database = database;
  }

  @Override
  public Access access(CreateLogGroupRequest input, Call call) {
    var access = LogResources.accessToGroup(call, input.logGroupName());
    return input.hasTags()
        ? access.and(
            "logs:TagResource",
            LogResources.group(call, input.logGroupName()),
            GroupTags.conditions(input.tags()))
        : access;
  }

  @Override
  public CreateLogGroupResponse run(CreateLogGroupRequest input, Call call) {
    if (input.logGroupName().startsWith("aws/")) {
      throw LogResources.invalid("Log groups starting with AWS/ are reserved for AWS.");
    }
    if (input.kmsKeyId() != null) {
      throw LogResources.invalid("The specified KMS key does not exist or is not allowed.");
    }
    GroupTags.check(input.tags());
    var logGroupClass =
        input.logGroupClass() == null ? LogGroupClass.STANDARD : input.logGroupClass();
    database.write(
        sql -> {
          var groups = new LogGroups(sql);
          var group =
              groups
                  .create(
                      call.account(),
                      call.region(),
                      input.logGroupName(),
                      logGroupClass.toString(),
                      call.time())
                  .orElseThrow(
                      () -> LogResources.alreadyExists("The specified log group already exists"));
          groups.tag(group, input.tags());
          groups.protect(group, Boolean.TRUE.equals(input.deletionProtectionEnabled()));
          return group;
        });
    return CreateLogGroupResponse.builder().build();
  }
}
