package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;

/// Lists the names of the inline policies of a role.
record ListRolePolicies(Iam iam)
    implements Operation<ListRolePoliciesRequest, ListRolePoliciesResponse> {
  @Override
  public Access access(ListRolePoliciesRequest input, Call call) {
    return iam.on(name(), call, EntityKind.ROLE, input.roleName());
  }

  @Override
  public ListRolePoliciesResponse run(ListRolePoliciesRequest input, Call call) {
    var names =
        iam.read(
            call,
            tables ->
                List.copyOf(tables.inlinePolicies().of(tables.role(input.roleName())).keySet()));
    var page = Page.of(names, name -> name, input.maxItems(), input.marker());
    return ListRolePoliciesResponse.builder()
        .policyNames(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
