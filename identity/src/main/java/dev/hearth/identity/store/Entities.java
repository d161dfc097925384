package dev.hearth.identity.store;

import dev.hearth.identity.store.Entity.RoleSettings;
import dev.hearth.kernel.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What has a name in one account, within one transaction.
public final class Entities {
  private static final String COLUMNS =
      "e.id, e.account, e.kind, e.name, e.path, e.description, e.boundary, e.trust_policy,"
          + " e.max_session_seconds, e.created_at";

  private final Handle sql;
  private final AccountId account;

  Entities(Handle sql, AccountId account) {
    this.sql = sql;
    this.account = account;
  }

  public Optional<Entity> find(EntityKind kind, String name) {
    return sql.select(
            "SELECT "
                + COLUMNS
                + " FROM iam_entity e"
                + " WHERE e.account = ? AND e.kind = ? AND e.name_key = ? AND e.name = ?",
            account.digits(),
            kind.name(),
            key(name),
            name)
        .map((row, _) -> read(row))
        .findOne();
  }

  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity`
  public Entity require(EntityKind kind, String name) {
    return find(kind, name).orElseThrow(() -> IamError.noSuch(kind, name));
  }

  /// The entity of this unique id, in whatever account.
  public Optional<Entity> withId(String id) {
    return sql.select("SELECT " + COLUMNS + " FROM iam_entity e WHERE e.id = ?", id)
        .map((row, _) -> read(row))
        .findOne();
  }

  /// All of a kind whose path begins so, by name.
  public List<Entity> list(EntityKind kind, @Nullable String pathPrefix) {
    return sql
        .select(
            "SELECT "
                + COLUMNS
                + " FROM iam_entity e"
                + " WHERE e.account = ? AND e.kind = ? ORDER BY e.name_key",
            account.digits(),
            kind.name())
        .map((row, _) -> read(row))
        .stream()
        .filter(entity -> pathPrefix == null || entity.path().startsWith(pathPrefix))
        .toList();
  }

  public int count(EntityKind kind) {
    return sql.select(
            "SELECT COUNT(*) FROM iam_entity WHERE account = ? AND kind = ?",
            account.digits(),
            kind.name())
        .mapTo(Integer.class)
        .one();
  }

  /// Keeps a new entity.
  ///
  /// @throws dev.hearth.kernel.ServiceException `EntityAlreadyExists`, also where only the case of
  ///   the name differs; `LimitExceeded`
  public Entity add(Entity entity) {
    refuseTaken(entity);
    if (count(entity.kind()) >= entity.kind().quota()) {
      throw IamError.quota(entity.kind().quotaName(), entity.kind().quota());
    }
    var role = entity.role();
    sql.execute(
        "INSERT INTO iam_entity (id, account, kind, name, name_key, path, description, boundary,"
            + " trust_policy, max_session_seconds, created_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entity.id(),
        account.digits(),
        entity.kind().name(),
        entity.name(),
        key(entity.name()),
        entity.path(),
        entity.description(),
        entity.boundary(),
        role == null ? null : role.trustPolicy(),
        role == null ? null : role.maxSessionSeconds(),
        entity.createdAt());
    return entity;
  }

  /// Keeps what has changed of an entity, its name included.
  ///
  /// @throws dev.hearth.kernel.ServiceException `EntityAlreadyExists`
  public void change(Entity entity) {
    refuseTaken(entity);
    var role = entity.role();
    sql.execute(
        "UPDATE iam_entity SET name = ?, name_key = ?, path = ?, description = ?, boundary = ?,"
            + " trust_policy = ?, max_session_seconds = ? WHERE id = ?",
        entity.name(),
        key(entity.name()),
        entity.path(),
        entity.description(),
        entity.boundary(),
        role == null ? null : role.trustPolicy(),
        role == null ? null : role.maxSessionSeconds(),
        entity.id());
  }

  /// Forgets an entity; what depends on it must be gone.
  public void remove(Entity entity) {
    sql.execute("DELETE FROM iam_entity WHERE id = ?", entity.id());
  }

  private void refuseTaken(Entity entity) {
    var holder =
        sql.select(
                "SELECT id FROM iam_entity WHERE account = ? AND kind = ? AND name_key = ?",
                account.digits(),
                entity.kind().name(),
                key(entity.name()))
            .mapTo(String.class)
            .findOne();
    if (holder.isPresent() && !holder.get().equals(entity.id())) {
      throw IamError.alreadyExists(entity.kind().existing(entity.name()));
    }
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  static String columns() {
    return COLUMNS;
  }

  static Entity read(ResultSet row) throws SQLException {
    var trustPolicy = row.getString("trust_policy");
    return new Entity(
        row.getString("id"),
        new AccountId(row.getString("account")),
        EntityKind.valueOf(row.getString("kind")),
        row.getString("name"),
        row.getString("path"),
        row.getString("description"),
        row.getString("boundary"),
        trustPolicy == null
            ? null
            : new RoleSettings(trustPolicy, row.getInt("max_session_seconds")),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }
}
