package dev.hearth.identity.iam;

import dev.hearth.identity.policy.Grants;
import dev.hearth.identity.store.Directory;
import dev.hearth.identity.store.GrantingPolicy;
import dev.hearth.identity.store.IamError;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.iam.model.ListPoliciesGrantingServiceAccessEntry;
import software.amazon.awssdk.services.iam.model.ListPoliciesGrantingServiceAccessRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesGrantingServiceAccessResponse;
import software.amazon.awssdk.services.iam.model.PolicyGrantingServiceAccess;
import software.amazon.awssdk.services.iam.model.PolicyType;

/// The policies by which a user, group or role may access services: its own, the attached, its
/// groups'.
record ListPoliciesGrantingServiceAccess(Iam iam)
    implements Operation<
        ListPoliciesGrantingServiceAccessRequest, ListPoliciesGrantingServiceAccessResponse> {
  @Override
  public Access access(ListPoliciesGrantingServiceAccessRequest input, Call call) {
    return Access.to("iam:" + name(), input.arn());
  }

  @Override
  public ListPoliciesGrantingServiceAccessResponse run(
      ListPoliciesGrantingServiceAccessRequest input, Call call) {
    var policies = iam.read(call, tables -> policies(tables, input.arn()));
    var page =
        Page.of(
            input.serviceNamespaces().stream().distinct().toList(),
            service -> service,
            null,
            input.marker());
    return ListPoliciesGrantingServiceAccessResponse.builder()
        .policiesGrantingServiceAccess(
            page.items().stream().map(service -> entry(service, policies)).toList())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static List<GrantingPolicy> policies(Directory tables, String arn) {
    var entity = LastAccesses.subject(tables, arn).entity();
    if (entity == null) {
      throw IamError.invalidInput("The ARN must be of a user, group or role: " + arn);
    }
    return tables.identityPolicies(entity);
  }

  private static ListPoliciesGrantingServiceAccessEntry entry(
      String service, List<GrantingPolicy> policies) {
    var wanted = List.of(service.toLowerCase(Locale.ROOT));
    return ListPoliciesGrantingServiceAccessEntry.builder()
        .serviceNamespace(service)
        .policies(
            policies.stream()
                .filter(policy -> !Grants.services(policy.document(), wanted).isEmpty())
                .map(ListPoliciesGrantingServiceAccess::show)
                .toList())
        .build();
  }

  private static PolicyGrantingServiceAccess show(GrantingPolicy policy) {
    var shown = PolicyGrantingServiceAccess.builder().policyName(policy.name());
    if (policy.arn() != null) {
      return shown.policyType(PolicyType.MANAGED).policyArn(policy.arn()).build();
    }
    return shown
        .policyType(PolicyType.INLINE)
        .entityName(policy.owner().name())
        .entityType(policy.owner().kind().title().toUpperCase(Locale.ROOT))
        .build();
  }
}
