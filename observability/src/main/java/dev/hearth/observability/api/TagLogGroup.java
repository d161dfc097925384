package dev.hearth.observability.api;

import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupResponse;

/// The older form of [TagResource].
final class TagLogGroup implements Operation<TagLogGroupRequest, TagLogGroupResponse> {
  private final Database database;

  TagLogGroup(Database database) {
    this.database = database;
  }

  @Override
  public Access access(TagLogGroupRequest input, Call call) {
    return LogResources.accessToTags(call, input.logGroupName());
  }

  @Override
  public TagLogGroupResponse run(TagLogGroupRequest input, Call call) {
    database.write(
        sql -> {
          var group = LogResources.group(sql, call, input.logGroupName());
          GroupTags.add(sql, group, input.tags());
          return group;
        });
    return TagLogGroupResponse.builder().build();
  }
}
