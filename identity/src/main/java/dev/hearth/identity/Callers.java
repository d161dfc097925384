package dev.hearth.identity;

import static java.util.Collections.unmodifiableMap;

import dev.hearth.identity.credentials.Session;
import dev.hearth.identity.principals.Principal;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.kernel.Arn;
import dev.hearth.wire.Caller;
import java.util.Map;
import java.util.TreeMap;

/// Makes callers of principals, with the condition keys that come with them.
///
/// Source: IAM User Guide, "AWS global condition context keys", properties of the principal.
final class Callers {
  private Callers() {}

  /// A user that signs with a key of its own.
  static Caller user(Principal user, String accessKeyId) {
    var entity = user.entity();
    return new Caller(
        entity.account(),
        entity.arn(),
        entity.id(),
        accessKeyId,
        unmodifiableMap(userConditions(user)));
  }

  /// A session of a role or of a user.
  static Caller session(Principal principal, Session session) {
    var entity = principal.entity();
    boolean role = entity.kind() == EntityKind.ROLE;
    if (!role && !session.name().isEmpty()) {
      return federated(principal, session);
    }
    var conditions = role ? roleConditions(principal, session) : userConditions(principal);
    conditions.put("aws:TokenIssueTime", session.issuedAt().toString());
    conditions.put("aws:MultiFactorAuthPresent", "false"); // Hearth has no MFA devices yet
    return new Caller(
        entity.account(),
        role ? entity.sessionArn(session.name()) : entity.arn(),
        role ? entity.id() + ":" + session.name() : entity.id(),
        session.accessKeyId(),
        unmodifiableMap(conditions),
        session.policies());
  }

  /// Whom a user federates.
  private static Caller federated(Principal user, Session session) {
    var entity = user.entity();
    var arn = Arn.global("sts", entity.account(), "federated-user/" + session.name()).toString();
    var conditions = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    addTags(user.tags(), conditions);
    addTags(session.tags(), conditions); // a session's tag overrides its user's
    conditions.put("aws:PrincipalArn", arn);
    conditions.put("aws:PrincipalType", "FederatedUser");
    conditions.put("aws:TokenIssueTime", session.issuedAt().toString());
    conditions.put(Session.FEDERATING_ID, entity.id());
    conditions.put(Session.FEDERATING_ARN, entity.arn());
    return new Caller(
        entity.account(),
        arn,
        entity.account() + ":" + session.name(),
        session.accessKeyId(),
        unmodifiableMap(conditions),
        session.policies());
  }

  private static Map<String, String> userConditions(Principal user) {
    var conditions = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    addTags(user.tags(), conditions);
    conditions.put("aws:PrincipalArn", user.entity().arn());
    conditions.put("aws:PrincipalType", "User");
    conditions.put("aws:username", user.entity().name());
    return conditions;
  }

  private static Map<String, String> roleConditions(Principal role, Session session) {
    var conditions = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    addTags(role.tags(), conditions);
    addTags(session.tags(), conditions); // a session's tag overrides its role's
    conditions.putAll(session.federation());
    conditions.put("aws:PrincipalArn", role.entity().arn());
    conditions.put("aws:PrincipalType", "AssumedRole");
    if (!session.sourceIdentity().isEmpty()) {
      conditions.put("aws:SourceIdentity", session.sourceIdentity());
    }
    if (!session.transitiveTags().isEmpty()) {
      conditions.put(Session.TRANSITIVE_TAGS, String.join("\n", session.transitiveTags()));
    }
    return conditions;
  }

  private static void addTags(Map<String, String> tags, Map<String, String> conditions) {
    tags.forEach((key, value) -> conditions.put("aws:PrincipalTag/" + key, value));
  }
}
