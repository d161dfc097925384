package dev.hearth.identity.iam;

import dev.hearth.identity.policy.Decision.Denied;
import dev.hearth.identity.policy.Evaluation;
import dev.hearth.identity.policy.Keys;
import dev.hearth.identity.policy.Policy;
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
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;

/// Decides requests that nobody makes, with the keys that the question names and no others. It does
/// not tell which statements matched.
///
/// @param policies of the one who would ask
/// @param callerArn who would ask
/// @param resourcePolicy of every resource; null for none
record Simulation(
    PolicySet policies, AccountId account, String callerArn, @Nullable Policy resourcePolicy) {

  /// One result for each action on each resource.
  List<EvaluationResult> run(
      List<String> actions, List<String> resources, List<ContextEntry> context) {
    var keys = keys(context);
    var results = new ArrayList<EvaluationResult>();
    for (var action : actions) {
      for (var resource : resources.isEmpty() ? List.of("*") : resources) {
        results.add(
            EvaluationResult.builder()
                .evalActionName(action)
                .evalResourceName(resource)
                .evalDecision(decide(action, resource, keys))
                .matchedStatements(List.of())
                .missingContextValues(List.of())
                .build());
      }
    }
    return results;
  }

  private PolicyEvaluationDecisionType decide(String action, String resource, Keys keys) {
    var requester = new Requester(Kind.USER, callerArn, callerArn, account.digits());
    var decision =
        Evaluation.decide(
            new PolicyRequest(action, resource, requester, keys),
            policies,
            resourcePolicy == null ? null : new ResourcePolicy(resourcePolicy, PolicyKind.RESOURCE),
            true);
    if (decision instanceof Denied denied) {
      return denied.explicit()
          ? PolicyEvaluationDecisionType.EXPLICIT_DENY
          : PolicyEvaluationDecisionType.IMPLICIT_DENY;
    }
    return PolicyEvaluationDecisionType.ALLOWED;
  }

  private static Keys keys(List<ContextEntry> context) {
    var keys = new HashMap<String, List<String>>();
    for (var entry : context) {
      keys.put(entry.contextKeyName(), entry.contextKeyValues());
    }
    return Keys.of(keys);
  }

  static @Nullable Policy resourcePolicy(@Nullable String document) {
    return document == null ? null : Policy.parse(document, PolicyKind.RESOURCE);
  }

  /// Documents of one layer; null where there are none.
  static @Nullable List<Policy> boundary(List<String> documents) {
    return documents.isEmpty() ? null : identity(documents);
  }

  static List<Policy> identity(List<String> documents) {
    return documents.stream().map(text -> Policy.parse(text, PolicyKind.IDENTITY)).toList();
  }

  /// The place of a result in the list of all, as its key for paging.
  static String key(EvaluationResult result) {
    return result.evalActionName() + " " + result.evalResourceName();
  }
}
