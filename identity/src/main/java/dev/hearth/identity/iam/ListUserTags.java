package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.ListUserTagsRequest;
import software.amazon.awssdk.services.iam.model.ListUserTagsResponse;
import software.amazon.awssdk.services.iam.model.Tag;

/// Lists the tags of a user.
record ListUserTags(Iam iam) implements Operation<ListUserTagsRequest, ListUserTagsResponse> {
  @Override
  public Access access(ListUserTagsRequest input, Call call) {
    return iam.on(name(), call, EntityKind.USER, input.userName());
  }

  @Override
  public ListUserTagsResponse run(ListUserTagsRequest input, Call call) {
    var tags =
        iam.read(call, tables -> Views.tags(tables.tags().of(tables.user(input.userName()))));
    var page = Page.of(tags, Tag::key, input.maxItems(), input.marker());
    return ListUserTagsResponse.builder()
        .tags(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
