package dev.hearth.identity.policy;

import dev.hearth.identity.policy.Decision.Allowed;
import dev.hearth.identity.policy.Decision.Denied;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides requests: an explicit deny anywhere wins; then what the resource's policy grants
/// directly; then whatever identity policies, boundary and session policies all allow; else no.
///
/// Source: IAM User Guide, "Policy evaluation logic" and "Cross-account policy evaluation logic".
public final class Evaluation {
  static final String BOUNDARY = "permissions boundary";
  static final String SESSION = "session policy";

  private Evaluation() {}

  /// @param policies of the one who asks
  /// @param resource of what is asked for; null where it has none
  /// @param sameAccount whether who asks belongs to the resource's account
  public static Decision decide(
      PolicyRequest request,
      PolicySet policies,
      @Nullable ResourcePolicy resource,
      boolean sameAccount) {
    var denied = explicitDeny(request, policies, resource);
    if (denied != null) {
      return denied;
    }
    var reach = resource == null ? Reach.NONE : resource.policy().allows(request);
    var by = resource == null ? PolicyKind.RESOURCE : resource.kind();
    if (reach == Reach.NONE && mustBeNamed(request, resource, sameAccount)) {
      return new Denied(false, by.title());
    }
    if (reach == Reach.DIRECT && (sameAccount || request.requester().hasNoPolicies())) {
      return new Allowed();
    }
    boolean granted = reach == Reach.ROLE && sameAccount;
    if (!granted && !policies.root() && !allows(policies.identity(), request)) {
      return new Denied(false, PolicyKind.IDENTITY.title());
    }
    if (policies.boundary() != null && !allows(policies.boundary(), request)) {
      return new Denied(false, BOUNDARY);
    }
    if (policies.session() != null && !allows(policies.session(), request)) {
      return new Denied(false, SESSION);
    }
    return new Allowed();
  }

  private static boolean mustBeNamed(
      PolicyRequest request, @Nullable ResourcePolicy resource, boolean sameAccount) {
    return !sameAccount
        || (resource != null && resource.required())
        || request.requester().hasNoPolicies();
  }

  private static @Nullable Denied explicitDeny(
      PolicyRequest request, PolicySet policies, @Nullable ResourcePolicy resource) {
    if (denies(policies.identity(), request)) {
      return new Denied(true, PolicyKind.IDENTITY.title());
    }
    if (resource != null && resource.policy().denies(request)) {
      return new Denied(true, resource.kind().title());
    }
    if (policies.boundary() != null && denies(policies.boundary(), request)) {
      return new Denied(true, BOUNDARY);
    }
    if (policies.session() != null && denies(policies.session(), request)) {
      return new Denied(true, SESSION);
    }
    return null;
  }

  private static boolean denies(List<Policy> policies, PolicyRequest request) {
    for (var policy : policies) {
      if (policy.denies(request)) {
        return true;
      }
    }
    return false;
  }

  private static boolean allows(List<Policy> policies, PolicyRequest request) {
    for (var policy : policies) {
      if (policy.allows(request) != Reach.NONE) {
        return true;
      }
    }
    return false;
  }
}
