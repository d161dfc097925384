package dev.hearth.identity.store;

import dev.hearth.kernel.AccountId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Which managed policies are attached to which users, groups and roles.
public final class Attachments {
  private static final int MOST = 10;

  private final Handle sql;
  private final AccountId account;
  private final ManagedPolicies policies;

  Attachments(Handle sql, AccountId account, ManagedPolicies policies) {
    this.sql = sql;
    this.account = account;
    this.policies = policies;
  }

  /// Attaches a policy; it may be attached already.
  ///
  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity` for the policy, `LimitExceeded`
  ///   beyond ten
  public void attach(Entity owner, String policyArn) {
    policies.requireAttachable(policyArn);
    var attached = arns(owner);
    if (attached.contains(policyArn)) {
      return;
    }
    if (attached.size() >= MOST) {
      var title = owner.kind().title();
      var owners = Character.toUpperCase(title.charAt(0)) + title.substring(1);
      throw IamError.quota("PoliciesPer" + owners, MOST);
    }
    sql.execute(
        "INSERT INTO iam_attachment (owner, policy_arn) VALUES (?, ?)", owner.id(), policyArn);
  }

  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity` where it is not attached
  public void detach(Entity owner, String policyArn) {
    int removed =
        sql.execute(
            "DELETE FROM iam_attachment WHERE owner = ? AND policy_arn = ?", owner.id(), policyArn);
    if (removed == 0) {
      throw IamError.noSuch(EntityKind.POLICY, policyArn);
    }
  }

  /// The policies attached to one owner, by ARN.
  public List<ManagedPolicy> of(Entity owner) {
    return arns(owner).stream().map(policies::require).toList();
  }

  /// The users, groups and roles of the account that a policy is attached to, by name.
  public List<Entity> owners(String policyArn) {
    return sql.select(
            "SELECT "
                + Entities.columns()
                + " FROM iam_entity e"
                + " JOIN iam_attachment a ON a.owner = e.id"
                + " WHERE a.policy_arn = ? AND e.account = ? ORDER BY e.kind, e.name_key",
            policyArn,
            account.digits())
        .map((row, _) -> Entities.read(row))
        .list();
  }

  /// The users and roles of the account that a policy bounds, by name.
  public List<Entity> bounded(String policyArn) {
    return sql.select(
            "SELECT "
                + Entities.columns()
                + " FROM iam_entity e"
                + " WHERE e.boundary = ? AND e.account = ? ORDER BY e.kind, e.name_key",
            policyArn,
            account.digits())
        .map((row, _) -> Entities.read(row))
        .list();
  }

  private List<String> arns(Entity owner) {
    return sql.select(
            "SELECT policy_arn FROM iam_attachment WHERE owner = ? ORDER BY policy_arn", owner.id())
        .mapTo(String.class)
        .list();
  }
}
