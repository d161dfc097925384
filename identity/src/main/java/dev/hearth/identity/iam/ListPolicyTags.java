package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsResponse;
import software.amazon.awssdk.services.iam.model.Tag;

/// Lists the tags of a managed policy.
record ListPolicyTags(Iam iam) implements Operation<ListPolicyTagsRequest, ListPolicyTagsResponse> {
  @Override
  public Access access(ListPolicyTagsRequest input, Call call) {
    return iam.onPolicy(name(), call, input.policyArn());
  }

  @Override
  public ListPolicyTagsResponse run(ListPolicyTagsRequest input, Call call) {
    var tags =
        iam.read(
            call,
            tables ->
                Views.tags(
                    tables.tags().of(tables.managedPolicies().require(input.policyArn()).own())));
    var page = Page.of(tags, Tag::key, input.maxItems(), input.marker());
    return ListPolicyTagsResponse.builder()
        .tags(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
