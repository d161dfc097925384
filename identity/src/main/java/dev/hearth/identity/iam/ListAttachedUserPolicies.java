package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.ManagedPolicy;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesResponse;

/// Lists the managed policies that are attached to a user.
record ListAttachedUserPolicies(Iam iam)
    implements Operation<ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse> {
  @Override
  public Access access(ListAttachedUserPoliciesRequest input, Call call) {
    return iam.on(name(), call, EntityKind.USER, input.userName());
  }

  @Override
  public ListAttachedUserPoliciesResponse run(ListAttachedUserPoliciesRequest input, Call call) {
    var prefix = input.pathPrefix() == null ? "/" : input.pathPrefix();
    var policies =
        iam.read(call, tables -> tables.attachments().of(tables.user(input.userName()))).stream()
            .filter(policy -> policy.path().startsWith(prefix))
            .toList();
    var page = Page.of(policies, ManagedPolicy::arn, input.maxItems(), input.marker());
    return ListAttachedUserPoliciesResponse.builder()
        .attachedPolicies(Views.attached(page.items()))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
