package dev.hearth.observability.api;

import dev.hearth.observability.store.LogGroups;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupResponse;

/// The older form of [ListTagsForResource].
final class ListTagsLogGroup
    implements Operation<ListTagsLogGroupRequest, ListTagsLogGroupResponse> {
  private final Database database;

  ListTagsLogGroup(Database database) {
    this.database = database;
  }

  @Override
  public Access access(ListTagsLogGroupRequest input, Call call) {
    return LogResources.accessToTags(call, input.logGroupName());
  }

  @Override
  public ListTagsLogGroupResponse run(ListTagsLogGroupRequest input, Call call) {
    var tags =
        database.read(
            sql -> new LogGroups(sql).tags(LogResources.group(sql, call, input.logGroupName())));
    return ListTagsLogGroupResponse.builder().tags(tags).build();
  }
}
