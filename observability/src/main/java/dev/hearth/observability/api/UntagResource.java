package dev.hearth.observability.api;

import dev.hearth.observability.store.LogGroups;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

/// Takes tags from a log group.
final class UntagResource implements Operation<UntagResourceRequest, UntagResourceResponse> {
  private final Database database;

  UntagResource(Database database) {
    this.database = database;
  }

  @Override
  public Access access(UntagResourceRequest input, Call call) {
    return GroupTags.access(
        call, input.resourceArn(), Map.of("aws:TagKeys", List.copyOf(input.tagKeys())));
  }

  @Override
  public UntagResourceResponse run(UntagResourceRequest input, Call call) {
    var name = GroupTags.groupName(input.resourceArn(), call);
    database.write(
        sql -> {
          var group = LogResources.group(sql, call, name);
          new LogGroups(sql).untag(group, input.tagKeys());
          return group;
        });
    return UntagResourceResponse.builder().build();
  }
}
