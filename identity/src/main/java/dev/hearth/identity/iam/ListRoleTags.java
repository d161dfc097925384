package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.Tag;

/// Lists the tags of a role.
record ListRoleTags(Iam iam) implements Operation<ListRoleTagsRequest, ListRoleTagsResponse> {
  @Override
  public Access access(ListRoleTagsRequest input, Call call) {
    return iam.on(name(), call, EntityKind.ROLE, input.roleName());
  }

  @Override
  public ListRoleTagsResponse run(ListRoleTagsRequest input, Call call) {
    var tags =
        iam.read(call, tables -> Views.tags(tables.tags().of(tables.role(input.roleName()))));
    var page = Page.of(tags, Tag::key, input.maxItems(), input.marker());
    return ListRoleTagsResponse.builder()
        .tags(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
