package dev.hearth.identity.iam;

import dev.hearth.identity.store.ManagedPolicy;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsResponse;

/// Lists the versions of a managed policy, newest first.
record ListPolicyVersions(Iam iam)
    implements Operation<ListPolicyVersionsRequest, ListPolicyVersionsResponse> {
  @Override
  public Access access(ListPolicyVersionsRequest input, Call call) {
    return iam.onPolicy(name(), call, input.policyArn());
  }

  @Override
  public ListPolicyVersionsResponse run(ListPolicyVersionsRequest input, Call call) {
    var versions =
        iam.read(
            call,
            tables ->
                tables
                    .managedPolicies()
                    .versions(tables.managedPolicies().require(input.policyArn())));
    var page = Page.of(versions, ListPolicyVersions::newestFirst, input.maxItems(), input.marker());
    return ListPolicyVersionsResponse.builder()
        .versions(page.items().stream().map(version -> Views.version(version, false)).toList())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static String newestFirst(ManagedPolicy.Version version) {
    return "%019d".formatted(Long.MAX_VALUE - version.number());
  }
}
