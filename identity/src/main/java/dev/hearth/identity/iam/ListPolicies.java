package dev.hearth.identity.iam;

import dev.hearth.identity.store.Directory;
import dev.hearth.identity.store.ManagedPolicy;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesResponse;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;

/// Lists managed policies: the account's, AWS's, or both.
record ListPolicies(Iam iam) implements Operation<ListPoliciesRequest, ListPoliciesResponse> {
  @Override
  public Access access(ListPoliciesRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public ListPoliciesResponse run(ListPoliciesRequest input, Call call) {
    var policies = iam.read(call, tables -> select(tables, input));
    var page = Page.of(policies, policy -> policy.policy().arn(), input.maxItems(), input.marker());
    return ListPoliciesResponse.builder()
        .policies(page.items().stream().map(Usage::view).toList())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  /// A policy and by how many it is used.
  private record Usage(ManagedPolicy policy, int attached, int bounding) {
    software.amazon.awssdk.services.iam.model.Policy view() {
      return Views.policy(policy, attached, bounding, Map.of());
    }
  }

  private static List<Usage> select(Directory tables, ListPoliciesRequest input) {
    var policies = new ArrayList<ManagedPolicy>();
    if (input.scope() != PolicyScopeType.AWS) {
      policies.addAll(tables.managedPolicies().own());
    }
    if (input.scope() != PolicyScopeType.LOCAL) {
      policies.addAll(tables.managedPolicies().offered());
    }
    var prefix = input.pathPrefix() == null ? "/" : input.pathPrefix();
    return policies.stream()
        .filter(policy -> policy.path().startsWith(prefix))
        .map(
            policy ->
                new Usage(
                    policy,
                    tables.attachments().owners(policy.arn()).size(),
                    tables.attachments().bounded(policy.arn()).size()))
        .filter(usage -> isWanted(usage, input))
        .toList();
  }

  private static boolean isWanted(Usage usage, ListPoliciesRequest input) {
    boolean attachedOnly = Boolean.TRUE.equals(input.onlyAttached());
    return switch (input.policyUsageFilter()) {
      case PERMISSIONS_BOUNDARY -> usage.bounding() > 0;
      case PERMISSIONS_POLICY -> usage.bounding() == 0 && (!attachedOnly || usage.attached() > 0);
      case null, default -> !attachedOnly || usage.attached() > 0;
    };
  }
}
