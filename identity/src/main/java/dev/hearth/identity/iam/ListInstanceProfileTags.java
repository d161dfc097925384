package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsResponse;
import software.amazon.awssdk.services.iam.model.Tag;

/// Lists the tags of an instance profile.
record ListInstanceProfileTags(Iam iam)
    implements Operation<ListInstanceProfileTagsRequest, ListInstanceProfileTagsResponse> {
  @Override
  public Access access(ListInstanceProfileTagsRequest input, Call call) {
    return iam.on(name(), call, EntityKind.INSTANCE_PROFILE, input.instanceProfileName());
  }

  @Override
  public ListInstanceProfileTagsResponse run(ListInstanceProfileTagsRequest input, Call call) {
    var tags =
        iam.read(
            call,
            tables ->
                Views.tags(tables.tags().of(tables.instanceProfile(input.instanceProfileName()))));
    var page = Page.of(tags, Tag::key, input.maxItems(), input.marker());
    return ListInstanceProfileTagsResponse.builder()
        .tags(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
