package dev.hearth.functions.events;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.functions.FunctionReference;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// The table of configurations. References carry the qualifier that is configured, `$LATEST` where
/// a request names none.
final class EventInvokeConfigs implements AsyncSettings.Source {
  private static final String OF_FUNCTION =
      " WHERE account = :account AND region = :region AND name = :name";

  private final Database database;

  /// @param database opened with this part's tables
  EventInvokeConfigs(Database database) {
    this.database = database;
  }

  /// @throws ServiceException `ResourceNotFoundException` where nothing is configured
  EventInvokeConfig get(FunctionReference function) {
    return database.read(sql -> find(sql, function)).orElseThrow(() -> notConfigured(function));
  }

  /// Configurations in the order of their qualifiers.
  ///
  /// @param after the qualifier that was listed last; empty for the beginning
  List<EventInvokeConfig> list(FunctionReference function, String after, int limit) {
    return database.read(
        sql ->
            bind(
                    function,
                    sql.createQuery(
                        "SELECT * FROM event_invoke_configs"
                            + OF_FUNCTION
                            + " AND qualifier > :after ORDER BY qualifier LIMIT :limit"))
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> config(function, row))
                .list());
  }

  /// Configures anew, whatever was configured before.
  ///
  /// @throws ServiceException `ResourceNotFoundException` where the function is gone
  void put(EventInvokeConfig config) {
    database.write(
        sql -> {
          write(sql, config);
          return null;
        });
  }

  /// Changes what is configured.
  ///
  /// @throws ServiceException `ResourceNotFoundException` where nothing is configured
  EventInvokeConfig update(FunctionReference function, UnaryOperator<EventInvokeConfig> change) {
    return database.write(
        sql -> {
          var changed =
              change.apply(find(sql, function).orElseThrow(() -> notConfigured(function)));
          write(sql, changed);
          return changed;
        });
  }

  /// @throws ServiceException `ResourceNotFoundException` where nothing is configured
  void delete(FunctionReference function) {
    var deleted =
        database.write(
            sql ->
                bind(
                        function,
                        sql.createUpdate(
                            "DELETE FROM event_invoke_configs"
                                + OF_FUNCTION
                                + " AND qualifier = :qualifier"))
                    .bind("qualifier", function.effectiveQualifier())
                    .execute());
    if (deleted == 0) {
      throw notConfigured(function);
    }
  }

  @Override
  public AsyncSettings of(FunctionReference function) {
    return database.read(
        sql ->
            bind(
                    function,
                    sql.createQuery(
                        """
                        SELECT retry_attempts, event_age_seconds, on_success, on_failure,
                          reserved_concurrency, recursive_loop
                        FROM functions f LEFT JOIN event_invoke_configs c
                          ON c.account = f.account AND c.region = f.region AND c.name = f.name
                          AND c.qualifier = :qualifier
                        WHERE f.account = :account AND f.region = :region AND f.name = :name
                        """))
                .bind("qualifier", function.effectiveQualifier())
                .map((row, _) -> settings(row))
                .findOne()
                .orElse(AsyncSettings.DEFAULT));
  }

  private static Optional<EventInvokeConfig> find(Handle sql, FunctionReference function) {
    return bind(
            function,
            sql.createQuery(
                "SELECT * FROM event_invoke_configs" + OF_FUNCTION + " AND qualifier = :qualifier"))
        .bind("qualifier", function.effectiveQualifier())
        .map((row, _) -> config(function, row))
        .findOne();
  }

  /// Selects from `functions`, so that nothing is written for one that was deleted meanwhile.
  private static void write(Handle sql, EventInvokeConfig config) {
    var written =
        bind(
                config.function(),
                sql.createUpdate(
                    """
                    INSERT INTO event_invoke_configs (account, region, name, qualifier,
                      retry_attempts, event_age_seconds, on_success, on_failure, last_modified)
                    SELECT account, region, name, :qualifier,
                      :retries, :age, :success, :failure, :modified
                    FROM functions\
                    """
                        + OF_FUNCTION
                        + """
                         ON CONFLICT (account, region, name, qualifier) DO UPDATE SET
                          retry_attempts = excluded.retry_attempts,
                          event_age_seconds = excluded.event_age_seconds,
                          on_success = excluded.on_success, on_failure = excluded.on_failure,
                          last_modified = excluded.last_modified
                        """))
            .bind("qualifier", config.function().effectiveQualifier())
            .bind("retries", config.retryAttempts())
            .bind("age", config.eventAgeSeconds())
            .bind("success", config.onSuccess())
            .bind("failure", config.onFailure())
            .bind("modified", config.lastModified().toEpochMilli())
            .execute();
    if (written == 0) {
      throw noFunction(config.function());
    }
  }

  private static EventInvokeConfig config(FunctionReference function, ResultSet row)
      throws SQLException {
    return new EventInvokeConfig(
        new FunctionReference(
            function.account(), function.region(), function.name(), row.getString("qualifier")),
        number(row, "retry_attempts"),
        number(row, "event_age_seconds"),
        row.getString("on_success"),
        row.getString("on_failure"),
        Instant.ofEpochMilli(row.getLong("last_modified")));
  }

  private static AsyncSettings settings(ResultSet row) throws SQLException {
    var defaults = AsyncSettings.DEFAULT;
    var retries = number(row, "retry_attempts");
    var age = number(row, "event_age_seconds");
    var reserved = number(row, "reserved_concurrency");
    return new AsyncSettings(
        retries == null ? defaults.retryAttempts() : retries,
        age == null ? defaults.eventAge() : Duration.ofSeconds(age),
        row.getString("on_success"),
        row.getString("on_failure"),
        reserved != null && reserved == 0,
        row.getString("recursive_loop").equals("Terminate"));
  }

  private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  private static <S extends SqlStatement<S>> S bind(FunctionReference function, S statement) {
    return statement
        .bind("account", function.account().digits())
        .bind("region", function.region().name())
        .bind("name", function.name());
  }

  /// 404 in Lambda's words, with the qualifier even where the request named none.
  static ServiceException noFunction(FunctionReference function) {
    return notFound("The function " + qualifiedArn(function) + " doesn't exist.");
  }

  private static ServiceException notConfigured(FunctionReference function) {
    return notFound(
        "The function " + qualifiedArn(function) + " doesn't have an EventInvokeConfig");
  }

  private static String qualifiedArn(FunctionReference function) {
    return function.functionArn() + ":" + function.effectiveQualifier();
  }

  private static ServiceException notFound(String message) {
    return new ServiceException("ResourceNotFoundException", 404, message).with("Type", "User");
  }
}
