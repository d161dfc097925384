package dev.hearth.observability.api;

import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;

/// Adds tags to a log group.
final class TagResource implements Operation<TagResourceRequest, TagResourceResponse> {
  private final Database database;

  TagResource(Database database) {
    this.database = database;
  }

  @Override
  public Access access(TagResourceRequest input, Call call) {
    return GroupTags.access(call, input.resourceArn(), GroupTags.conditions(input.tags()));
  }

  @Override
  public TagResourceResponse run(TagResourceRequest input, Call call) {
    var name = GroupTags.groupName(input.resourceArn(), call);
    database.write(
        sql -> {
          var group = LogResources.group(sql, call, name);
          GroupTags.add(sql, group, input.tags());
          return group;
        });
    return TagResourceResponse.builder().build();
  }
}
