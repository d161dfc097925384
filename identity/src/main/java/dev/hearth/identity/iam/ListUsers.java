package dev.hearth.identity.iam;

import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;

/// Lists the users of the account, or those below a path.
record ListUsers(Iam iam) implements Operation<ListUsersRequest, ListUsersResponse> {
  @Override
  public Access access(ListUsersRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public ListUsersResponse run(ListUsersRequest input, Call call) {
    var all = iam.read(call, tables -> tables.entities().list(EntityKind.USER, input.pathPrefix()));
    var page = Page.of(all, Entity::name, input.maxItems(), input.marker());
    return ListUsersResponse.builder()
        .users(page.items().stream().map(user -> Views.user(user, Map.of())).toList())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
