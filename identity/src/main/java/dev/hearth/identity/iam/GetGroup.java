package dev.hearth.identity.iam;

import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.GetGroupRequest;
import software.amazon.awssdk.services.iam.model.GetGroupResponse;

/// Shows a group and its users.
record GetGroup(Iam iam) implements Operation<GetGroupRequest, GetGroupResponse> {
  @Override
  public Access access(GetGroupRequest input, Call call) {
    return iam.on(name(), call, EntityKind.GROUP, input.groupName());
  }

  @Override
  public GetGroupResponse run(GetGroupRequest input, Call call) {
    var group = iam.read(call, tables -> tables.group(input.groupName()));
    var users = iam.read(call, tables -> tables.memberships().members(group));
    var page = Page.of(users, Entity::name, input.maxItems(), input.marker());
    return GetGroupResponse.builder()
        .group(Views.group(group))
        .users(page.items().stream().map(user -> Views.user(user, Map.of())).toList())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
