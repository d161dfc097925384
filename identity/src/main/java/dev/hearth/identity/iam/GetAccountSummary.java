package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryRequest;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryResponse;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;

/// Counts what the account has, beside IAM's quotas.
record GetAccountSummary(Iam iam)
    implements Operation<GetAccountSummaryRequest, GetAccountSummaryResponse> {
  @Override
  public Access access(GetAccountSummaryRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public GetAccountSummaryResponse run(GetAccountSummaryRequest input, Call call) {
    return iam.read(
        call,
        tables -> {
          var summary = new LinkedHashMap<SummaryKeyType, Integer>();
          QUOTAS.forEach(
              (kind, keys) -> {
                summary.put(keys.getFirst(), tables.entities().count(kind));
                summary.put(keys.getLast(), kind.quota());
              });
          summary.put(SummaryKeyType.PROVIDERS, tables.entities().count(EntityKind.OIDC_PROVIDER));
          summary.put(SummaryKeyType.ACCESS_KEYS_PER_USER_QUOTA, 2);
          summary.put(SummaryKeyType.GROUPS_PER_USER_QUOTA, 10);
          summary.put(SummaryKeyType.ATTACHED_POLICIES_PER_USER_QUOTA, 10);
          summary.put(SummaryKeyType.ATTACHED_POLICIES_PER_GROUP_QUOTA, 10);
          summary.put(SummaryKeyType.ATTACHED_POLICIES_PER_ROLE_QUOTA, 10);
          summary.put(SummaryKeyType.VERSIONS_PER_POLICY_QUOTA, 5);
          summary.put(SummaryKeyType.MFA_DEVICES, 0);
          summary.put(SummaryKeyType.ACCOUNT_MFA_ENABLED, 0);
          summary.put(SummaryKeyType.ACCOUNT_ACCESS_KEYS_PRESENT, 0);
          return GetAccountSummaryResponse.builder().summaryMap(summary).build();
        });
  }

  /// By kind: the key of the count, and the key of the quota.
  private static final Map<EntityKind, List<SummaryKeyType>> QUOTAS =
      Map.of(
          EntityKind.USER, List.of(SummaryKeyType.USERS, SummaryKeyType.USERS_QUOTA),
          EntityKind.GROUP, List.of(SummaryKeyType.GROUPS, SummaryKeyType.GROUPS_QUOTA),
          EntityKind.ROLE, List.of(SummaryKeyType.ROLES, SummaryKeyType.ROLES_QUOTA),
          EntityKind.POLICY, List.of(SummaryKeyType.POLICIES, SummaryKeyType.POLICIES_QUOTA),
          EntityKind.INSTANCE_PROFILE,
              List.of(SummaryKeyType.INSTANCE_PROFILES, SummaryKeyType.INSTANCE_PROFILES_QUOTA));
}
