package dev.hearth.identity.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One statement of a policy.
///
/// @param sid empty where it has none
/// @param allow whether its effect is `Allow`, not `Deny`
/// @param notActions whether `actions` lists what the statement is not about
/// @param resources null where the policy's kind has no resources: any
/// @param notResources whether `resources` lists what the statement is not about
/// @param principals null where the policy's kind has no principals: any
/// @param notPrincipals whether `principals` lists whom the statement is not about
record Statement(
    String sid,
    boolean allow,
    List<Glob> actions,
    boolean notActions,
    @Nullable List<ArnPattern> resources,
    boolean notResources,
    @Nullable List<PrincipalPattern> principals,
    boolean notPrincipals,
    List<Condition> conditions) {

  /// How the statement reaches who asks; [Reach#NONE] where it is not about this request.
  Reach reach(PolicyRequest request) {
    if (!concernsAction(request) || !concernsResource(request)) {
      return Reach.NONE;
    }
    var reach = reachOfPrincipal(request.requester());
    if (reach != Reach.NONE) {
      for (var condition : conditions) {
        if (!condition.holds(request.keys())) {
          return Reach.NONE;
        }
      }
    }
    return reach;
  }

  private boolean concernsAction(PolicyRequest request) {
    for (var action : actions) {
      if (action.matches(request.loweredAction())) {
        return !notActions;
      }
    }
    return notActions;
  }

  private boolean concernsResource(PolicyRequest request) {
    if (resources == null) {
      return true;
    }
    for (var resource : resources) {
      if (resource.matches(request.resource(), request.keys())) {
        return !notResources;
      }
    }
    return notResources;
  }

  private Reach reachOfPrincipal(Requester requester) {
    if (principals == null) {
      return Reach.DIRECT;
    }
    var reach = Reach.NONE;
    for (var principal : principals) {
      var next = principal.reach(requester);
      reach = next.compareTo(reach) > 0 ? next : reach;
    }
    if (notPrincipals) {
      // Naming an account spares its root only: whoever else is to be spared is named as well.
      return reach.compareTo(Reach.ACCOUNT) <= 0 ? Reach.ROLE : Reach.NONE;
    }
    return reach;
  }
}
