package dev.hearth.identity.store;

import dev.hearth.identity.store.AccessKey.LastUse;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Users' access keys. Their ids are unique over all accounts.
public final class AccessKeys {
  private static final int MOST = 2;
  private static final String SELECT =
      "SELECT k.id, e.account, k.user_id, k.secret, k.active, k.created_at, k.used_at,"
          + " k.used_service, k.used_region"
          + " FROM iam_access_key k JOIN iam_entity e ON e.id = k.user_id";

  private final Handle sql;

  AccessKeys(Handle sql) {
    this.sql = sql;
  }

  public Optional<AccessKey> find(String id) {
    return sql.select(SELECT + " WHERE k.id = ?", id).map((row, _) -> read(row)).findOne();
  }

  /// A key of this user.
  ///
  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity`
  public AccessKey require(Entity user, String id) {
    return find(id).filter(key -> key.userId().equals(user.id())).orElseThrow(() -> missing(id));
  }

  /// The refusal of a key that is not there.
  public static RuntimeException missing(String id) {
    return IamError.noSuchEntity("The Access Key with id " + id + " cannot be found.");
  }

  /// A user's keys, oldest first.
  public List<AccessKey> of(Entity user) {
    return sql.select(SELECT + " WHERE k.user_id = ? ORDER BY k.created_at, k.id", user.id())
        .map((row, _) -> read(row))
        .list();
  }

  /// Keeps a new key.
  ///
  /// @throws dev.hearth.kernel.ServiceException `LimitExceeded` beyond two of one user
  public void add(Entity user, AccessKey key) {
    if (of(user).size() >= MOST) {
      throw IamError.quota("AccessKeysPerUser", MOST);
    }
    addBeyondQuota(key);
  }

  /// Keeps a key of whoever owns the data folder, who must not be locked out by a quota.
  public void addBeyondQuota(AccessKey key) {
    sql.execute(
        "INSERT INTO iam_access_key (id, user_id, secret, active, created_at)"
            + " VALUES (?, ?, ?, ?, ?)",
        key.id(),
        key.userId(),
        key.sealedSecret(),
        key.active(),
        key.createdAt());
  }

  public void activate(AccessKey key, boolean active) {
    sql.execute("UPDATE iam_access_key SET active = ? WHERE id = ?", active, key.id());
  }

  public void remove(AccessKey key) {
    sql.execute("DELETE FROM iam_access_key WHERE id = ?", key.id());
  }

  /// Remembers what a key was used for.
  public void used(String id, LastUse use) {
    sql.execute(
        "UPDATE iam_access_key SET used_at = ?, used_service = ?, used_region = ? WHERE id = ?",
        use.time(),
        use.service(),
        use.region(),
        id);
  }

  private static AccessKey read(ResultSet row) throws SQLException {
    var service = row.getString("used_service");
    return new AccessKey(
        row.getString("id"),
        new AccountId(row.getString("account")),
        row.getString("user_id"),
        Payload.of(row.getBytes("secret")),
        row.getBoolean("active"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        service == null
            ? null
            : new LastUse(
                Instant.ofEpochMilli(row.getLong("used_at")),
                service,
                row.getString("used_region")));
  }
}
