package dev.hearth.identity.iam;

import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;

/// Lists the roles of the account, or those below a path.
record ListRoles(Iam iam) implements Operation<ListRolesRequest, ListRolesResponse> {
  @Override
  public Access access(ListRolesRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public ListRolesResponse run(ListRolesRequest input, Call call) {
    var all = iam.read(call, tables -> tables.entities().list(EntityKind.ROLE, input.pathPrefix()));
    var page = Page.of(all, Entity::name, input.maxItems(), input.marker());
    return ListRolesResponse.builder()
        .roles(page.items().stream().map(role -> Views.role(role, Map.of())).toList())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
