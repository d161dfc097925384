package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesResponse;

/// Lists the names of the inline policies of a user.
record ListUserPolicies(Iam iam)
    implements Operation<ListUserPoliciesRequest, ListUserPoliciesResponse> {
  @Override
  public Access access(ListUserPoliciesRequest input, Call call) {
    return iam.on(name(), call, EntityKind.USER, input.userName());
  }

  @Override
  public ListUserPoliciesResponse run(ListUserPoliciesRequest input, Call call) {
    var names =
        iam.read(
            call,
            tables ->
                List.copyOf(tables.inlinePolicies().of(tables.user(input.userName())).keySet()));
    var page = Page.of(names, name -> name, input.maxItems(), input.marker());
    return ListUserPoliciesResponse.builder()
        .policyNames(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
