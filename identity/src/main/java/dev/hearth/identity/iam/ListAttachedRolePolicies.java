package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.ManagedPolicy;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;

/// Lists the managed policies that are attached to a role.
record ListAttachedRolePolicies(Iam iam)
    implements Operation<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse> {
  @Override
  public Access access(ListAttachedRolePoliciesRequest input, Call call) {
    return iam.on(name(), call, EntityKind.ROLE, input.roleName());
  }

  @Override
  public ListAttachedRolePoliciesResponse run(ListAttachedRolePoliciesRequest input, Call call) {
    var prefix = input.pathPrefix() == null ? "/" : input.pathPrefix();
    var policies =
        iam.read(call, tables -> tables.attachments().of(tables.role(input.roleName()))).stream()
            .filter(policy -> policy.path().startsWith(prefix))
            .toList();
    var page = Page.of(policies, ManagedPolicy::arn, input.maxItems(), input.marker());
    return ListAttachedRolePoliciesResponse.builder()
        .attachedPolicies(Views.attached(page.items()))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
