package dev.hearth.identity.iam;

import dev.hearth.identity.policy.Decision.Allowed;
import dev.hearth.identity.policy.Decision.Denied;
import dev.hearth.identity.policy.Explanation;
import dev.hearth.identity.policy.Keys;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.identity.policy.PolicyRequest;
import dev.hearth.identity.policy.PolicySet;
import dev.hearth.identity.policy.Requester;
import dev.hearth.identity.policy.Requester.Kind;
import dev.hearth.identity.policy.ResourcePolicy;
import dev.hearth.kernel.AccountId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PermissionsBoundaryDecisionDetail;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;

/// Decides requests that nobody makes, with the keys that the question names and no others.
///
/// @param identity what would grant
/// @param boundary what would limit; null for none
/// @param callerArn who would ask
/// @param resourcePolicy of every resource; null for none
record Simulation(
    List<SimulatedPolicy> identity,
    @Nullable List<SimulatedPolicy> boundary,
    AccountId account,
    String callerArn,
    @Nullable SimulatedPolicy resourcePolicy) {

  /// One result for each action on each resource.
  List<EvaluationResult> run(
      List<String> actions, List<String> resources, List<ContextEntry> context) {
    var keys = keys(context);
    var results = new ArrayList<EvaluationResult>();
    for (var action : actions) {
      for (var resource : resources.isEmpty() ? List.of("*") : resources) {
        results.add(result(action, resource, explain(action, resource, keys)));
      }
    }
    return results;
  }

  private EvaluationResult result(String action, String resource, Explanation explanation) {
    var statements =
        explanation.matches().stream()
            .map(match -> SimulatedPolicy.find(sources(), match).statement(match))
            .toList();
    var result =
        EvaluationResult.builder()
            .evalActionName(action)
            .evalResourceName(resource)
            .evalDecision(decision(explanation))
            .matchedStatements(statements)
            .missingContextValues(List.of());
    if (boundary != null) {
      result.permissionsBoundaryDecisionDetail(detail(explanation));
    }
    return result.build();
  }

  /// Every policy that may have a statement to show.
  private List<SimulatedPolicy> sources() {
    var sources = new ArrayList<>(identity);
    if (boundary != null) {
      sources.addAll(boundary);
    }
    if (resourcePolicy != null) {
      sources.add(resourcePolicy);
    }
    return sources;
  }

  private PermissionsBoundaryDecisionDetail detail(Explanation explanation) {
    var names = SimulatedPolicy.names(boundary == null ? List.of() : boundary);
    var matches =
        explanation.matches().stream().filter(match -> names.contains(match.policy())).toList();
    return PermissionsBoundaryDecisionDetail.builder()
        .allowedByPermissionsBoundary(
            !matches.isEmpty() && matches.stream().allMatch(Explanation.Match::allow))
        .build();
  }

  private Explanation explain(String action, String resource, Keys keys) {
    var requester = new Requester(Kind.USER, callerArn, callerArn, account.digits());
    return Explanation.of(
        new PolicyRequest(action, resource, requester, keys),
        new PolicySet(
            false,
            SimulatedPolicy.compiled(identity, PolicyKind.IDENTITY),
            boundary == null ? null : SimulatedPolicy.compiled(boundary, PolicyKind.IDENTITY),
            null),
        resourcePolicy == null
            ? null
            : new ResourcePolicy(resourcePolicy.compiled(PolicyKind.RESOURCE), PolicyKind.RESOURCE),
        true);
  }

  private static PolicyEvaluationDecisionType decision(Explanation explanation) {
    return switch (explanation.decision()) {
      case Allowed _ -> PolicyEvaluationDecisionType.ALLOWED;
      case Denied denied ->
          denied.explicit()
              ? PolicyEvaluationDecisionType.EXPLICIT_DENY
              : PolicyEvaluationDecisionType.IMPLICIT_DENY;
    };
  }

  private static Keys keys(List<ContextEntry> context) {
    var keys = new HashMap<String, List<String>>();
    for (var entry : context) {
      keys.put(entry.contextKeyName(), entry.contextKeyValues());
    }
    return Keys.of(keys);
  }

  /// The place of a result in the list of all, as its key for paging.
  static String key(EvaluationResult result) {
    return result.evalActionName() + " " + result.evalResourceName();
  }
}
