package dev.hearth.observability.api;

import dev.hearth.observability.store.LogGroups;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;

/// All tags of a log group.
final class ListTagsForResource
    implements Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> {
  private final Database database;

  ListTagsForResource(Database database) {
    this.database = database;
  }

  @Override
  public Access access(ListTagsForResourceRequest input, Call call) {
    return GroupTags.access(call, input.resourceArn(), Map.of());
  }

  @Override
  public ListTagsForResourceResponse run(ListTagsForResourceRequest input, Call call) {
    var name = GroupTags.groupName(input.resourceArn(), call);
    var tags = database.read(sql -> new LogGroups(sql).tags(LogResources.group(sql, call, name)));
    return ListTagsForResourceResponse.builder().tags(tags).build();
  }
}
