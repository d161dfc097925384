package dev.hearth.identity.store;

import dev.hearth.identity.store.ManagedPolicy.Version;
import dev.hearth.kernel.AccountId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Managed policies and their versions: those of one account, and AWS's own.
public final class ManagedPolicies {
  private static final int MOST_VERSIONS = 5;

  private final Handle sql;
  private final AccountId account;
  private final Entities entities;

  ManagedPolicies(Handle sql, AccountId account, Entities entities) {
    this.sql = sql;
    this.account = account;
    this.entities = entities;
  }

  public Optional<ManagedPolicy> find(String arn) {
    var offered = AwsManagedPolicies.find(arn);
    if (offered.isPresent()) {
      return offered;
    }
    var name = arn.substring(arn.lastIndexOf('/') + 1);
    return entities
        .find(EntityKind.POLICY, name)
        .filter(entity -> entity.arn().equals(arn))
        .map(this::complete);
  }

  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity`
  public ManagedPolicy require(String arn) {
    return find(arn).orElseThrow(() -> IamError.noSuch(EntityKind.POLICY, arn));
  }

  /// As above, for a policy that is to be attached or to be a boundary.
  ///
  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity`
  public ManagedPolicy requireAttachable(String arn) {
    return find(arn)
        .orElseThrow(
            () -> IamError.noSuchEntity("Policy " + arn + " does not exist or is not attachable."));
  }

  /// The account's own, by name.
  public List<ManagedPolicy> own() {
    return entities.list(EntityKind.POLICY, null).stream().map(this::complete).toList();
  }

  /// AWS's, by ARN.
  public Collection<ManagedPolicy> offered() {
    return AwsManagedPolicies.all();
  }

  /// Keeps a new policy with its first version.
  public ManagedPolicy add(Entity entity, String document) {
    PolicySize.checkManaged(document);
    entities.add(entity);
    sql.execute(
        "INSERT INTO iam_policy (id, default_version, next_version, updated_at)"
            + " VALUES (?, 1, 2, ?)",
        entity.id(),
        entity.createdAt());
    insertVersion(entity.id(), 1, document, entity.createdAt());
    return complete(entity);
  }

  /// Forgets a policy and its last version.
  ///
  /// @throws dev.hearth.kernel.ServiceException `DeleteConflict` where it has other versions
  public void remove(ManagedPolicy policy) {
    if (versions(policy).size() > 1) {
      throw IamError.deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the"
              + " policy's versions. The default version is deleted with the policy.");
    }
    entities.remove(policy.own());
  }

  /// Keeps a further version.
  ///
  /// @throws dev.hearth.kernel.ServiceException `LimitExceeded` beyond five
  public Version addVersion(ManagedPolicy policy, String document, boolean asDefault, Instant now) {
    PolicySize.checkManaged(document);
    var id = policy.own().id();
    if (versions(policy).size() >= MOST_VERSIONS) {
      throw IamError.limitExceeded(
          "A managed policy can have up to 5 versions. Before you create a new version, you must"
              + " delete an existing version.");
    }
    long number =
        sql.select("SELECT next_version FROM iam_policy WHERE id = ?", id).mapTo(Long.class).one();
    insertVersion(id, number, document, now);
    sql.execute(
        "UPDATE iam_policy SET next_version = ?, updated_at = ? WHERE id = ?", number + 1, now, id);
    if (asDefault) {
      makeDefault(policy, number, now);
    }
    return new Version(number, document, asDefault, now);
  }

  /// Puts a version in force.
  public void makeDefault(ManagedPolicy policy, long version, Instant now) {
    sql.execute(
        "UPDATE iam_policy SET default_version = ?, updated_at = ? WHERE id = ?",
        version,
        now,
        policy.own().id());
  }

  /// @throws dev.hearth.kernel.ServiceException `DeleteConflict` for the default version
  public void removeVersion(ManagedPolicy policy, Version version, Instant now) {
    var id = policy.own().id();
    if (version.isDefault()) {
      throw IamError.deleteConflict("Cannot delete the default version of a policy.");
    }
    sql.execute(
        "DELETE FROM iam_policy_version WHERE policy = ? AND version = ?", id, version.number());
    sql.execute("UPDATE iam_policy SET updated_at = ? WHERE id = ?", now, id);
  }

  /// All versions, newest first.
  public List<Version> versions(ManagedPolicy policy) {
    var entity = policy.entity();
    if (entity == null) {
      return AwsManagedPolicies.version(policy.arn()).stream().toList();
    }
    return sql.select(
            "SELECT version, document, created_at FROM iam_policy_version WHERE policy = ?"
                + " ORDER BY version DESC",
            entity.id())
        .map(
            (row, _) ->
                new Version(
                    row.getLong(1),
                    row.getString(2),
                    row.getLong(1) == policy.defaultVersion(),
                    Instant.ofEpochMilli(row.getLong(3))))
        .list();
  }

  /// @param id as `v1`
  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity`
  public Version requireVersion(ManagedPolicy policy, String id) {
    return versions(policy).stream()
        .filter(version -> version.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                IamError.noSuchEntity(
                    "Policy %s version %s does not exist or is not attachable."
                        .formatted(policy.arn(), id)));
  }

  /// The document in force.
  public String document(ManagedPolicy policy) {
    return requireVersion(policy, "v" + policy.defaultVersion()).document();
  }

  private ManagedPolicy complete(Entity entity) {
    return sql.select(
            "SELECT default_version, updated_at FROM iam_policy WHERE id = ?", entity.id())
        .map(
            (row, _) ->
                new ManagedPolicy(
                    entity.arn(),
                    entity.id(),
                    entity.name(),
                    entity.path(),
                    entity.description(),
                    entity,
                    row.getLong(1),
                    entity.createdAt(),
                    Instant.ofEpochMilli(row.getLong(2))))
        .one();
  }

  private void insertVersion(String policy, long number, String document, Instant now) {
    sql.execute(
        "INSERT INTO iam_policy_version (policy, version, document, created_at)"
            + " VALUES (?, ?, ?, ?)",
        policy,
        number,
        document,
        now);
  }

  @Override
  public String toString() {
    return "ManagedPolicies[" + account + "]";
  }
}
