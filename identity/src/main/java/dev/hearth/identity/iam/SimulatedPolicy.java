package dev.hearth.identity.iam;

import dev.hearth.identity.policy.Explanation.Match;
import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.identity.policy.StatementPlaces;
import dev.hearth.identity.store.GrantingPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.Statement;

/// A policy of a simulation, which must be able to show its statements.
///
/// @param id what the answer calls it; no two of a simulation share one
/// @param type as the model's `PolicySourceType` has it; `none` for one that the question brings
record SimulatedPolicy(String id, String type, String document) {
  /// Policies that a question brings, named after the list that they are in. Source: IAM API
  /// Reference, the example of `SimulateCustomPolicy`.
  static List<SimulatedPolicy> given(String list, List<String> documents) {
    var policies = new ArrayList<SimulatedPolicy>();
    for (var document : documents) {
      policies.add(new SimulatedPolicy(list + "." + (policies.size() + 1), "none", document));
    }
    return policies;
  }

  /// A boundary; null where the question brings none.
  static @Nullable List<SimulatedPolicy> boundary(List<String> documents) {
    return documents.isEmpty() ? null : given("PermissionsBoundaryPolicyInputList", documents);
  }

  static @Nullable SimulatedPolicy ofResource(@Nullable String document) {
    return document == null ? null : new SimulatedPolicy("ResourcePolicy", "resource", document);
  }

  static SimulatedPolicy of(GrantingPolicy policy) {
    var owner = policy.owner();
    return new SimulatedPolicy(
        policy.arn() != null
            ? policy.name()
            : "%s_%s_%s".formatted(owner.kind().title(), owner.name(), policy.name()),
        policy.sourceType(),
        policy.document());
  }

  static List<Policy> compiled(List<SimulatedPolicy> policies, PolicyKind kind) {
    return policies.stream().map(policy -> policy.compiled(kind)).toList();
  }

  static Set<String> names(List<SimulatedPolicy> policies) {
    return policies.stream().map(SimulatedPolicy::id).collect(Collectors.toSet());
  }

  static SimulatedPolicy find(List<SimulatedPolicy> policies, Match match) {
    return policies.stream()
        .filter(policy -> policy.id().equals(match.policy()))
        .findFirst()
        .orElseThrow();
  }

  /// @throws dev.hearth.kernel.ServiceException `MalformedPolicyDocument`
  Policy compiled(PolicyKind kind) {
    return Policy.parse(document, kind).named(id);
  }

  /// A statement, as the answer shows it.
  Statement statement(Match match) {
    var place = StatementPlaces.of(document).get(match.statement() - 1);
    return Statement.builder()
        .sourcePolicyId(id)
        .sourcePolicyType(type)
        .startPosition(p -> p.line(place.startLine()).column(place.startColumn()))
        .endPosition(p -> p.line(place.endLine()).column(place.endColumn()))
        .build();
  }
}
