package dev.hearth.identity.policy;

import dev.hearth.identity.policy.Decision.Allowed;
import dev.hearth.identity.policy.Decision.Denied;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A decision, and every statement that had a say in it. It is made when somebody asks why; the
/// ordinary decision stops at the first statement that settles it.
///
/// @param matches the statements that are about the request and whose conditions hold: identity
///   policies first, then the resource's, the boundary's, the session's
public record Explanation(Decision decision, List<Match> matches) {
  /// A statement that is about the request.
  ///
  /// @param kind what kind of policy has it, as AWS's messages call it
  /// @param policy the name or ARN of the policy; that of the resource for a resource's
  /// @param statement its place in the policy, from 1
  /// @param sid empty where it has none
  /// @param allow whether its effect is `Allow`
  public record Match(String kind, String policy, int statement, String sid, boolean allow) {
    /// Such as `statement Queues of the identity-based policy worker`.
    @Override
    public String toString() {
      return "statement %s of the %s %s"
          .formatted(sid.isEmpty() ? Integer.toString(statement) : sid, kind, policy);
    }
  }

  /// Decides as [Evaluation#decide] does, and tells why.
  public static Explanation of(
      PolicyRequest request,
      PolicySet policies,
      @Nullable ResourcePolicy resource,
      boolean sameAccount) {
    var matches = new ArrayList<Match>();
    collect(PolicyKind.IDENTITY.title(), policies.identity(), request, matches);
    if (resource != null) {
      collect(resource.kind().title(), List.of(resource.policy()), request, matches);
    }
    if (policies.boundary() != null) {
      collect(Evaluation.BOUNDARY, policies.boundary(), request, matches);
    }
    if (policies.session() != null) {
      collect(Evaluation.SESSION, policies.session(), request, matches);
    }
    return new Explanation(
        Evaluation.decide(request, policies, resource, sameAccount), List.copyOf(matches));
  }

  private static void collect(
      String kind, List<Policy> policies, PolicyRequest request, List<Match> matches) {
    boolean ofResource =
        kind.equals(PolicyKind.RESOURCE.title()) || kind.equals(PolicyKind.TRUST.title());
    for (int i = 0; i < policies.size(); i++) {
      var policy = policies.get(i);
      var name =
          !policy.name().isEmpty()
              ? policy.name()
              : ofResource ? "of " + request.resource() : Integer.toString(i + 1);
      for (int j = 0; j < policy.statements().size(); j++) {
        var statement = policy.statements().get(j);
        if (statement.reach(request) != Reach.NONE) {
          matches.add(new Match(kind, name, j + 1, statement.sid(), statement.allow()));
        }
      }
    }
  }

  /// The statement that decided, the first of several that would do; nothing where none allowed the
  /// request, or where it needed none, as an account's root does.
  public Optional<Match> deciding() {
    return switch (decision) {
      case Denied denied ->
          matches.stream()
              .filter(match -> denied.explicit() && !match.allow())
              .filter(match -> match.kind().equals(denied.by()))
              .findFirst();
      case Allowed _ ->
          matches.stream()
              .filter(Match::allow)
              .filter(match -> !match.kind().equals(Evaluation.BOUNDARY))
              .filter(match -> !match.kind().equals(Evaluation.SESSION))
              .findFirst();
    };
  }

  /// A sentence's end: which statement decided, or that none allowed it.
  public String reason() {
    return switch (decision) {
      case Allowed _ ->
          deciding()
              .map(match -> "allowed by " + match)
              .orElse("allowed, for it needs no statement");
      case Denied denied ->
          deciding()
              .map(match -> "denied by " + match)
              .orElse("denied, for no statement of any " + denied.by() + " allows it");
    };
  }
}
