package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.ManagedPolicy;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.ListAttachedGroupPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedGroupPoliciesResponse;

/// Lists the managed policies that are attached to a group.
record ListAttachedGroupPolicies(Iam iam)
    implements Operation<ListAttachedGroupPoliciesRequest, ListAttachedGroupPoliciesResponse> {
  @Override
  public Access access(ListAttachedGroupPoliciesRequest input, Call call) {
    return iam.on(name(), call, EntityKind.GROUP, input.groupName());
  }

  @Override
  public ListAttachedGroupPoliciesResponse run(ListAttachedGroupPoliciesRequest input, Call call) {
    var prefix = input.pathPrefix() == null ? "/" : input.pathPrefix();
    var policies =
        iam.read(call, tables -> tables.attachments().of(tables.group(input.groupName()))).stream()
            .filter(policy -> policy.path().startsWith(prefix))
            .toList();
    var page = Page.of(policies, ManagedPolicy::arn, input.maxItems(), input.marker());
    return ListAttachedGroupPoliciesResponse.builder()
        .attachedPolicies(Views.attached(page.items()))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
