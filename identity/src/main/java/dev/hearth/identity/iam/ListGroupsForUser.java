package dev.hearth.identity.iam;

import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserResponse;

/// Lists the groups that a user is in.
record ListGroupsForUser(Iam iam)
    implements Operation<ListGroupsForUserRequest, ListGroupsForUserResponse> {
  @Override
  public Access access(ListGroupsForUserRequest input, Call call) {
    return iam.on(name(), call, EntityKind.USER, input.userName());
  }

  @Override
  public ListGroupsForUserResponse run(ListGroupsForUserRequest input, Call call) {
    var groups =
        iam.read(
            call,
            tables ->
                tables.memberships().containers(tables.user(input.userName()), EntityKind.GROUP));
    var page = Page.of(groups, Entity::name, input.maxItems(), input.marker());
    return ListGroupsForUserResponse.builder()
        .groups(page.items().stream().map(Views::group).toList())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
