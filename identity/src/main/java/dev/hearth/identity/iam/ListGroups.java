package dev.hearth.identity.iam;

import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.ListGroupsRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsResponse;

/// Lists the groups of the account, or those below a path.
record ListGroups(Iam iam) implements Operation<ListGroupsRequest, ListGroupsResponse> {
  @Override
  public Access access(ListGroupsRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public ListGroupsResponse run(ListGroupsRequest input, Call call) {
    var all =
        iam.read(call, tables -> tables.entities().list(EntityKind.GROUP, input.pathPrefix()));
    var page = Page.of(all, Entity::name, input.maxItems(), input.marker());
    return ListGroupsResponse.builder()
        .groups(page.items().stream().map(Views::group).toList())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
