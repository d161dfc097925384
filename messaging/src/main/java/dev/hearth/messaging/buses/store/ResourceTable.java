package dev.hearth.messaging.buses.store;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.wire.protocol.ModelJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// The resources of one kind, of one account in one region, in one transaction.
///
/// @param <T> what is kept of each
public final class ResourceTable<T extends SdkPojo> {
  private static final String WHERE =
      " WHERE account = :account AND region = :region AND kind = :kind AND parent = :parent";

  private final Handle sql;
  private final ResourceKind<T> kind;
  private final AccountId account;
  private final Region region;
  private final String parent;

  /// @param parent a rule's bus; empty for all other kinds
  ResourceTable(Handle sql, ResourceKind<T> kind, AccountId account, Region region, String parent) {
    this.sql = sql;
    this.kind = kind;
    this.account = account;
    this.region = region;
    this.parent = parent;
  }

  /// One resource.
  ///
  /// @param version counts its changes
  public record Stored<T>(String name, long version, T model) {}

  public Optional<Stored<T>> find(String name) {
    return bind(sql.createQuery("SELECT * FROM bus_resources" + WHERE + " AND name = :name"))
        .bind("name", name)
        .map((row, _) -> stored(row))
        .findOne();
  }

  /// Keeps a new one.
  ///
  /// @param link the ARN of what it is made for, or null
  /// @param what such as `Event bus orders`, for the refusal
  /// @throws dev.hearth.kernel.ServiceException `ResourceAlreadyExistsException`;
  ///   `LimitExceededException`
  public void create(String name, @Nullable String link, T model, String what) {
    if (find(name).isPresent()) {
      throw Refusals.exists(what);
    }
    put(name, link, model);
  }

  /// Keeps one, in place of what there is of this name.
  ///
  /// @throws dev.hearth.kernel.ServiceException `LimitExceededException` where it is new and one
  ///   too many
  public void put(String name, @Nullable String link, T model) {
    var json = ModelJson.write(model);
    var updated =
        bind(sql.createUpdate(
                "UPDATE bus_resources SET model = :model, link = :link, version = version + 1"
                    + WHERE
                    + " AND name = :name"))
            .bind("name", name)
            .bind("link", link)
            .bind("model", json)
            .execute();
    if (updated == 0) {
      if (count() >= kind.limit()) {
        throw Refusals.limitExceeded();
      }
      bind(sql.createUpdate(
              """
              INSERT INTO bus_resources
                (account, region, kind, parent, name, version, link, model)
              VALUES (:account, :region, :kind, :parent, :name, 1, :link, :model)
              """))
          .bind("name", name)
          .bind("link", link)
          .bind("model", json)
          .execute();
    }
  }

  private long count() {
    return bind(sql.createQuery("SELECT count(*) FROM bus_resources" + WHERE))
        .mapTo(Long.class)
        .one();
  }

  public boolean delete(String name) {
    return bind(sql.createUpdate("DELETE FROM bus_resources" + WHERE + " AND name = :name"))
            .bind("name", name)
            .execute()
        == 1;
  }

  /// Those behind `after`, by name in the order of bytes.
  ///
  /// @param prefix with which the names begin
  /// @param link only those made for this; null for all
  public List<Stored<T>> list(String prefix, @Nullable String link, String after, int most) {
    var query =
        "SELECT * FROM bus_resources"
            + WHERE
            + " AND name > :after AND name >= :prefix AND name < :end"
            + (link == null ? "" : " AND link = :link")
            + " ORDER BY name LIMIT :most";
    var bound =
        bind(sql.createQuery(query))
            .bind("after", after)
            .bind("prefix", prefix)
            .bind("end", prefix + "\uD7FF") // above every character that a name can have
            .bind("most", most);
    if (link != null) {
      bound.bind("link", link);
    }
    return bound.map((row, _) -> stored(row)).list();
  }

  private Stored<T> stored(ResultSet row) throws SQLException {
    return new Stored<>(
        row.getString("name"),
        row.getLong("version"),
        kind.reader().apply(Payload.of(row.getBytes("model"))));
  }

  /// A connection's credentials, sealed.
  public Optional<byte[]> secret(String name) {
    return bind(sql.createQuery("SELECT secret FROM bus_resources" + WHERE + " AND name = :name"))
        .bind("name", name)
        .mapTo(byte[].class)
        .findOne();
  }

  public void secret(String name, byte @Nullable [] sealed) {
    bind(sql.createUpdate(
            "UPDATE bus_resources SET secret = :secret" + WHERE + " AND name = :name"))
        .bind("name", name)
        .bind("secret", sealed)
        .execute();
  }

  /// How far a replay is: the event that it brought last.
  public record Cursor(long at, long id) {
    public static final Cursor BEGINNING = new Cursor(Long.MIN_VALUE, 0);
  }

  public Cursor cursor(String name) {
    return bind(sql.createQuery(
            "SELECT cursor_at, cursor_id FROM bus_resources" + WHERE + " AND name = :name"))
        .bind("name", name)
        .map(
            (row, _) ->
                row.getObject("cursor_at") == null
                    ? Cursor.BEGINNING
                    : new Cursor(row.getLong("cursor_at"), row.getLong("cursor_id")))
        .findOne()
        .orElse(Cursor.BEGINNING);
  }

  public void cursor(String name, Cursor cursor) {
    bind(sql.createUpdate(
            "UPDATE bus_resources SET cursor_at = :at, cursor_id = :id"
                + WHERE
                + " AND name = :name"))
        .bind("name", name)
        .bind("at", cursor.at)
        .bind("id", cursor.id)
        .execute();
  }

  private <S extends SqlStatement<S>> S bind(S statement) {
    return statement
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("kind", kind.name())
        .bind("parent", parent);
  }
}
