package dev.hearth.functions.urls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionUrl;
import dev.hearth.functions.FunctionUrl.Cors;
import dev.hearth.functions.FunctionUrls;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvokeMode;

/// Where function URLs are kept. References have no qualifier where `$LATEST` is meant; the URLs of
/// a function or an alias go with it.
final class UrlStore implements FunctionUrls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OF_FUNCTION =
      " WHERE account = :account AND region = :region AND name = :name";
  private static final String OF_QUALIFIER = OF_FUNCTION + " AND qualifier = :qualifier";

  private final Database database;

  /// @param database opened with this part's tables
  UrlStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<FunctionUrl> find(String id) {
    return database.read(
        sql ->
            sql.createQuery("SELECT * FROM function_urls WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> url(row))
                .findOne());
  }

  /// The URL of a function or an alias.
  Optional<FunctionUrl> find(FunctionReference function) {
    return database.read(sql -> find(sql, function));
  }

  /// A function's URLs by their qualifiers.
  ///
  /// @param after the last qualifier that was listed already; null for the beginning
  List<FunctionUrl> list(FunctionReference function, @Nullable String after, int limit) {
    return database.read(
        sql ->
            bind(
                    function,
                    sql.createQuery(
                        "SELECT * FROM function_urls"
                            + OF_FUNCTION
                            + " AND (qualifier > :after OR :all) ORDER BY qualifier LIMIT :limit"))
                .bind("after", after == null ? "" : after)
                .bind("all", after == null)
                .bind("limit", limit)
                .map((row, _) -> url(row))
                .list());
  }

  /// @throws ServiceException `ResourceConflictException` where there is one;
  ///   `ResourceNotFoundException` where the function was deleted meanwhile
  void create(FunctionUrl url) {
    database.write(
        sql -> {
          if (find(sql, url.function()).isPresent()) {
            throw exists(url.function());
          }
          if (insert(sql, url) == 0) {
            throw noFunction();
          }
          return null;
        });
  }

  /// @param change gives what it shall be; it may run more than once
  /// @throws ServiceException `ResourceNotFoundException` where there is none
  FunctionUrl update(FunctionReference function, UnaryOperator<FunctionUrl> change) {
    return database.write(
        sql -> {
          var url = change.apply(find(sql, function).orElseThrow(UrlStore::noUrl));
          bind(
                  url,
                  sql.createUpdate(
                      """
                      UPDATE function_urls SET auth_type = :auth, invoke_mode = :mode,
                        cors = :cors, last_modified = :modified WHERE id = :id\
                      """))
              .execute();
          return url;
        });
  }

  /// @throws ServiceException `ResourceNotFoundException` where there is none
  void delete(FunctionReference function) {
    int deleted =
        database.write(
            sql ->
                bind(function, sql.createUpdate("DELETE FROM function_urls" + OF_QUALIFIER))
                    .execute());
    if (deleted == 0) {
      throw noUrl();
    }
  }

  private static Optional<FunctionUrl> find(Handle sql, FunctionReference function) {
    return bind(function, sql.createQuery("SELECT * FROM function_urls" + OF_QUALIFIER))
        .map((row, _) -> url(row))
        .findOne();
  }

  /// Selects from `functions`, so that none is made for one that was deleted meanwhile.
  private static int insert(Handle sql, FunctionUrl url) {
    return bind(
            url,
            sql.createUpdate(
                """
                INSERT INTO function_urls (id, account, region, name, qualifier, auth_type,
                  invoke_mode, cors, created, last_modified)
                SELECT :id, account, region, name, :qualifier, :auth, :mode, :cors, :created,
                  :modified FROM functions\
                """
                    + OF_FUNCTION))
        .bind("created", url.created().toEpochMilli())
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(FunctionReference function, S statement) {
    return statement
        .bind("account", function.account().digits())
        .bind("region", function.region().name())
        .bind("name", function.name())
        .bind("qualifier", function.qualifier());
  }

  private static <S extends SqlStatement<S>> S bind(FunctionUrl url, S statement) {
    return bind(url.function(), statement)
        .bind("id", url.id())
        .bind("auth", url.authType().toString())
        .bind("mode", url.invokeMode().toString())
        .bind("cors", write(url.cors()))
        .bind("modified", url.lastModified().toEpochMilli());
  }

  private static FunctionUrl url(ResultSet row) throws SQLException {
    return new FunctionUrl(
        row.getString("id"),
        new FunctionReference(
            new AccountId(row.getString("account")),
            new Region(row.getString("region")),
            row.getString("name"),
            row.getString("qualifier")),
        FunctionUrlAuthType.fromValue(row.getString("auth_type")),
        InvokeMode.fromValue(row.getString("invoke_mode")),
        read(row.getString("cors")),
        Instant.ofEpochMilli(row.getLong("created")),
        Instant.ofEpochMilli(row.getLong("last_modified")));
  }

  private static @Nullable String write(@Nullable Cors cors) {
    try {
      return cors == null ? null : JSON.writeValueAsString(cors);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("unwritable", e);
    }
  }

  private static @Nullable Cors read(@Nullable String json) {
    try {
      return json == null ? null : JSON.readValue(json, Cors.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a damaged row of function URLs", e);
    }
  }

  static ServiceException noFunction() {
    return notFound("Function does not exist");
  }

  static ServiceException noUrl() {
    return notFound("The resource you requested does not exist.");
  }

  private static ServiceException notFound(String message) {
    return new ServiceException("ResourceNotFoundException", 404, message).with("Type", "User");
  }

  private static ServiceException exists(FunctionReference function) {
    return new ServiceException(
            "ResourceConflictException",
            409,
            ("Failed to create function url config for [functionArn = %s]. Error message: "
                    + " FunctionUrlConfig exists for this Lambda function")
                .formatted(function.arn()))
        .with("Type", "User");
  }
}
