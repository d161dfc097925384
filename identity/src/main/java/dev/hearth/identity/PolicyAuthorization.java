package dev.hearth.identity;

import dev.hearth.identity.credentials.AwsIds;
import dev.hearth.identity.credentials.Session;
import dev.hearth.identity.ledger.Decisions;
import dev.hearth.identity.policy.Decision.Denied;
import dev.hearth.identity.policy.Evaluation;
import dev.hearth.identity.policy.Explanation;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.identity.policy.PolicyRequest;
import dev.hearth.identity.policy.PolicySet;
import dev.hearth.identity.policy.Requester;
import dev.hearth.identity.policy.Requester.Kind;
import dev.hearth.identity.policy.ResourcePolicy;
import dev.hearth.identity.principals.Principal;
import dev.hearth.identity.principals.Principals;
import dev.hearth.identity.principals.TrustingRole;
import dev.hearth.identity.store.AccessKey.LastUse;
import dev.hearth.identity.store.KeyUse;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides every request by the policies of its caller and of the resource.
final class PolicyAuthorization implements Authorization {
  /// Those whose errors have no suffix, as their older protocols had none.
  private static final Set<String> SHORT_CODES =
      Set.of("iam", "sts", "s3", "cloudformation", "cloudwatch", "monitoring");

  private static final Set<String> STS_OF_USER_SESSIONS = Set.of("AssumeRole", "GetCallerIdentity");

  private static final Set<String> STS_OF_FEDERATED_SESSIONS = Set.of("GetCallerIdentity");

  private final Principals principals;
  private final ResourcePolicies resourcePolicies;
  private final KeyUse keyUse;
  private final Decisions decisions;

  PolicyAuthorization(
      Principals principals,
      ResourcePolicies resourcePolicies,
      KeyUse keyUse,
      Decisions decisions) {
    this.principals = principals;
    this.resourcePolicies = resourcePolicies;
    this.keyUse = keyUse;
    this.decisions = decisions;
  }

  @Override
  public void check(Access access, Call call) {
    refuseUserSessions(call);
    note(call);
    if (access.needs().isEmpty()) {
      return;
    }
    var requester = Requesters.of(call.caller());
    var policies = policies(call.caller(), requester);
    for (var need : access.needs()) {
      check(need, call, requester, policies);
    }
  }

  private void check(Access.Need need, Call call, Requester requester, PolicySet policies) {
    var account = account(need.resource());
    var request = request(need, call, requester, account);
    boolean sameAccount = isOf(call, account);
    var resource = resourcePolicy(need);
    var decision = Evaluation.decide(request, policies, resource, sameAccount);
    if (decision instanceof Denied denied) {
      decisions.denied(
          need,
          call,
          requester,
          // Where no statement allowed it, none is to be looked for.
          denied.explicit()
              ? Explanation.of(request, policies, resource, sameAccount)
              : new Explanation(denied, List.of()));
      throw new ServiceException(
          code(call.service()),
          403,
          "User: %s is not authorized to perform: %s on resource: %s %s"
              .formatted(
                  requester.kind() == Kind.ANONYMOUS ? "anonymous" : requester.name(),
                  need.action(),
                  need.resource(),
                  denied.reason(need.action())));
    }
    decisions.allowed(need, call, requester);
  }

  /// How a request would be decided by the policies as they are now, and by which of them.
  Explanation explain(Access.Need need, Call call) {
    var requester = Requesters.of(call.caller());
    var account = account(need.resource());
    return Explanation.of(
        request(need, call, requester, account),
        policies(call.caller(), requester),
        resourcePolicy(need),
        isOf(call, account));
  }

  private static PolicyRequest request(
      Access.Need need, Call call, Requester requester, String account) {
    return new PolicyRequest(
        need.action(), need.resource(), requester, new RequestKeys(need, call, account));
  }

  private static boolean isOf(Call call, String account) {
    return account.isEmpty() || account.equals(call.account().digits());
  }

  private static String code(String service) {
    return service.equals("sns")
        ? "AuthorizationError"
        : SHORT_CODES.contains(service) ? "AccessDenied" : "AccessDeniedException";
  }

  private PolicySet policies(Caller caller, Requester requester) {
    return switch (requester.kind()) {
      case ROOT -> PolicySet.ROOT;
      case SERVICE, FEDERATED, ANONYMOUS -> PolicySet.EMPTY;
      case USER, SESSION -> {
        var policies =
            principals
                .find(caller.account(), uniqueId(caller))
                .map(Principal::policies)
                .orElse(PolicySet.EMPTY); // deleted since, or never there
        yield caller.sessionPolicies().isEmpty()
            ? policies
            : policies.withSession(principals.session(caller.account(), caller.sessionPolicies()));
      }
    };
  }

  /// `AROA…:session` without the session.
  private static String uniqueId(Caller caller) {
    var federating = caller.conditions().get(Session.FEDERATING_ID);
    if (federating != null) {
      return federating;
    }
    int colon = caller.userId().indexOf(':');
    return colon < 0 ? caller.userId() : caller.userId().substring(0, colon);
  }

  private @Nullable ResourcePolicy resourcePolicy(Access.Need need) {
    boolean role = !need.resource().equals("*") && !need.resource().startsWith("arn:aws:sts:");
    if (need.action().startsWith("sts:") && role) {
      // A role that does not exist is refused as one that does not trust: neither is betrayed.
      return principals
          .role(need.resource())
          .map(TrustingRole::asResource)
          .orElseGet(() -> ResourcePolicy.none(PolicyKind.TRUST));
    }
    return resourcePolicies
        .find(need.resource())
        .map(document -> principals.compile(document, PolicyKind.RESOURCE))
        .map(
            // A KMS key is nobody's but by its own policy. Source: KMS Developer Guide, "Key
            // policies".
            policy ->
                new ResourcePolicy(policy, PolicyKind.RESOURCE, need.action().startsWith("kms:")))
        .orElse(null);
  }

  /// Empty where the ARN has none, or `aws` instead, which is everybody's.
  private static String account(String resource) {
    return Arn.parse(resource).map(Arn::account).filter(AccountId::isValid).orElse("");
  }

  /// What GetSessionToken gives is no way around MFA, and what GetFederationToken gives is not to
  /// be passed on. Source: the APIs' pages, "Permissions".
  private static void refuseUserSessions(Call call) {
    var caller = call.caller();
    boolean federated = caller.conditions().containsKey(Session.FEDERATING_ID);
    boolean userSession =
        caller.conditions().containsKey("aws:TokenIssueTime")
            && "User".equals(caller.conditions().get("aws:PrincipalType"));
    if (!userSession && !federated) {
      return;
    }
    if (call.service().equals("iam")) {
      throw new ServiceException(
          "InvalidClientTokenId", 403, "The security token included in the request is invalid");
    }
    var open = federated ? STS_OF_FEDERATED_SESSIONS : STS_OF_USER_SESSIONS;
    if (call.service().equals("sts") && !open.contains(call.operation())) {
      throw new ServiceException(
          "AccessDenied", 403, "Cannot call " + call.operation() + " with session credentials");
    }
  }

  private void note(Call call) {
    var keyId = call.caller().accessKeyId();
    if (keyId != null && keyId.startsWith(AwsIds.ACCESS_KEY)) {
      keyUse.note(
          call.account(), keyId, new LastUse(call.time(), call.service(), call.region().name()));
    }
  }
}
