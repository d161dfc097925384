package dev.hearth.identity.principals;

import dev.hearth.identity.policy.Decision;
import dev.hearth.identity.policy.Evaluation;
import dev.hearth.identity.policy.Keys;
import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.identity.policy.PolicyRequest;
import dev.hearth.identity.policy.PolicySet;
import dev.hearth.identity.policy.Requester;
import dev.hearth.identity.policy.ResourcePolicy;
import dev.hearth.identity.store.Entity;
import java.util.List;
import java.util.Map;

/// A role and whom it trusts.
///
/// @param trust its trust policy
public record TrustingRole(Entity entity, Policy trust) {

  /// The trust policy as the policy of the resource that a caller wants to assume.
  public ResourcePolicy asResource() {
    return new ResourcePolicy(trust, PolicyKind.TRUST);
  }

  /// Whether a service may assume the role for a resource of the role's own account.
  public boolean trusts(String servicePrincipal) {
    var keys = Keys.of(Map.of("aws:SourceAccount", List.of(entity.account().digits())));
    var request =
        new PolicyRequest(
            "sts:AssumeRole", entity.arn(), Requester.service(servicePrincipal), keys);
    return Evaluation.decide(request, PolicySet.EMPTY, asResource(), true)
        instanceof Decision.Allowed;
  }
}
