package dev.hearth.identity.store;

import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// The policies that are part of one user, group or role.
public final class InlinePolicies {
  private final Handle sql;

  InlinePolicies(Handle sql) {
    this.sql = sql;
  }

  /// Adds a policy or replaces the one of this name.
  ///
  /// @throws dev.hearth.kernel.ServiceException `LimitExceeded` where all of the owner's together
  ///   grow too large
  public void put(Entity owner, String name, String document) {
    var all = new TreeMap<>(of(owner));
    all.put(name, document);
    int size = all.values().stream().mapToInt(PolicySize::of).sum();
    int most = PolicySize.mostInline(owner.kind());
    if (size > most) {
      throw IamError.limitExceeded(
          "Maximum policy size of %d bytes exceeded for %s %s"
              .formatted(most, owner.kind().title(), owner.name()));
    }
    sql.execute(
        "INSERT INTO iam_inline_policy (owner, name, document) VALUES (?, ?, ?)"
            + " ON CONFLICT (owner, name) DO UPDATE SET document = excluded.document",
        owner.id(),
        name,
        document);
  }

  /// Documents by name, in its order.
  public Map<String, String> of(Entity owner) {
    var policies = new TreeMap<String, String>();
    sql.select("SELECT name, document FROM iam_inline_policy WHERE owner = ?", owner.id())
        .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
        .forEach(policy -> policies.put(policy.getKey(), policy.getValue()));
    return policies;
  }

  /// One document.
  ///
  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity`
  public String require(Entity owner, String name) {
    return sql.select(
            "SELECT document FROM iam_inline_policy WHERE owner = ? AND name = ?", owner.id(), name)
        .mapTo(String.class)
        .findOne()
        .orElseThrow(() -> missing(owner, name));
  }

  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity`
  public void remove(Entity owner, String name) {
    int removed =
        sql.execute("DELETE FROM iam_inline_policy WHERE owner = ? AND name = ?", owner.id(), name);
    if (removed == 0) {
      throw missing(owner, name);
    }
  }

  private static RuntimeException missing(Entity owner, String name) {
    return IamError.noSuchEntity(
        "The %s policy with name %s cannot be found.".formatted(owner.kind().title(), name));
  }
}
