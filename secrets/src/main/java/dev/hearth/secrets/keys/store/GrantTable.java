package dev.hearth.secrets.keys.store;

import dev.hearth.secrets.Json;
import dev.hearth.secrets.keys.Grant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Grants, within one transaction.
public record GrantTable(Handle sql) {
  public Optional<Grant> find(String keyId, String id) {
    return sql.createQuery("SELECT * FROM kms_grant WHERE key_id = :key AND id = :id")
        .bind("key", keyId)
        .bind("id", id)
        .map((row, _) -> grant(row))
        .findOne();
  }

  public Optional<Grant> withToken(String token) {
    return sql.createQuery("SELECT * FROM kms_grant WHERE token = :token")
        .bind("token", token)
        .map((row, _) -> grant(row))
        .findOne();
  }

  /// All of a key's.
  public List<Grant> all(String keyId) {
    return sql.createQuery("SELECT * FROM kms_grant WHERE key_id = :key ORDER BY id")
        .bind("key", keyId)
        .map((row, _) -> grant(row))
        .list();
  }

  /// Those that a principal may retire, of all keys.
  public List<Grant> retirable(String principal, String after, int most) {
    return sql.createQuery(
            """
            SELECT * FROM kms_grant WHERE retiring = :retiring AND id > :after
            ORDER BY id LIMIT :most
            """)
        .bind("retiring", principal)
        .bind("after", after)
        .bind("most", most)
        .map((row, _) -> grant(row))
        .list();
  }

  public void insert(Grant grant) {
    sql.createUpdate(
            """
            INSERT INTO kms_grant (id, key_id, token, name, grantee, retiring, issuer, operations,
              context_equals, context_subset, created_at)
            VALUES (:id, :key, :token, :name, :grantee, :retiring, :issuer, :operations,
              :equals, :subset, :created)
            """)
        .bind("id", grant.id())
        .bind("key", grant.keyId())
        .bind("token", grant.token())
        .bind("name", grant.name())
        .bind("grantee", grant.grantee())
        .bind("retiring", grant.retiring())
        .bind("issuer", grant.issuer())
        .bind("operations", Json.write(grant.operations()))
        .bind("equals", Json.write(grant.contextEquals()))
        .bind("subset", Json.write(grant.contextSubset()))
        .bind("created", grant.created())
        .execute();
  }

  public void delete(Grant grant) {
    sql.execute("DELETE FROM kms_grant WHERE id = ?", grant.id());
  }

  private static Grant grant(ResultSet row) throws SQLException {
    return new Grant(
        row.getString("id"),
        row.getString("key_id"),
        row.getString("token"),
        row.getString("name"),
        row.getString("grantee"),
        row.getString("retiring"),
        row.getString("issuer"),
        Json.list(row.getString("operations")),
        Json.map(row.getString("context_equals")),
        Json.map(row.getString("context_subset")),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }
}
