package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.iam.model.ListGroupPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListGroupPoliciesResponse;

/// Lists the names of the inline policies of a group.
record ListGroupPolicies(Iam iam)
    implements Operation<ListGroupPoliciesRequest, ListGroupPoliciesResponse> {
  @Override
  public Access access(ListGroupPoliciesRequest input, Call call) {
    return iam.on(name(), call, EntityKind.GROUP, input.groupName());
  }

  @Override
  public ListGroupPoliciesResponse run(ListGroupPoliciesRequest input, Call call) {
    var names =
        iam.read(
            call,
            tables ->
                List.copyOf(tables.inlinePolicies().of(tables.group(input.groupName())).keySet()));
    var page = Page.of(names, name -> name, input.maxItems(), input.marker());
    return ListGroupPoliciesResponse.builder()
        .policyNames(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
