package dev.hearth.identity.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The policies that limit what a principal may do; all three kinds must allow.
///
/// @param root whether the principal is its account's root, which needs no policy
/// @param identity attached to the user and its groups, or to the role
/// @param boundary the permissions boundary; null for none
/// @param session passed when the session began; null for none
public record PolicySet(
    boolean root,
    List<Policy> identity,
    @Nullable List<Policy> boundary,
    @Nullable List<Policy> session) {

  /// Nothing is allowed: an anonymous caller, a service, or a principal that is gone.
  public static final PolicySet EMPTY = new PolicySet(false, List.of(), null, null);

  /// Everything is allowed.
  public static final PolicySet ROOT = new PolicySet(true, List.of(), null, null);

  /// These policies, narrowed by those of a session.
  public PolicySet withSession(List<Policy> policies) {
    return new PolicySet(root, identity, boundary, policies);
  }
}
