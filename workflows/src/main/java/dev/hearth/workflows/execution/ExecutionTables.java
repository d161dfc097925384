package dev.hearth.workflows.execution;

import dev.hearth.functions.FunctionReference;
import dev.hearth.kernel.Payload;
import dev.hearth.wire.protocol.ModelJson;
import dev.hearth.workflows.DurableExecutionArn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.Event;
import software.amazon.awssdk.services.lambda.model.Operation;

/// Executions, their operations and their events in one transaction.
public final class ExecutionTables {
  private final Handle sql;

  ExecutionTables(Handle sql) {
    this.sql = sql;
  }

  /// The handle, for what else belongs to the transaction.
  Handle sql() {
    return sql;
  }

  /// Which executions a list shows.
  ///
  /// @param qualifier a version, or empty for all
  /// @param name or null for any
  /// @param statuses none for any
  public record Filter(
      FunctionReference function,
      String qualifier,
      @Nullable String name,
      List<String> statuses,
      @Nullable Instant after,
      @Nullable Instant before) {}

  Optional<StoredExecution> find(long id) {
    return sql.createQuery("SELECT * FROM executions WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> ExecutionColumns.execution(row))
        .findOne();
  }

  /// The execution of this name, whichever its run.
  public Optional<StoredExecution> find(FunctionReference function, String name) {
    return sql.createQuery(
            """
            SELECT * FROM executions WHERE account = :account AND region = :region
              AND function = :function AND name = :name\
            """)
        .bind("account", function.account().digits())
        .bind("region", function.region().name())
        .bind("function", function.name())
        .bind("name", name)
        .map((row, _) -> ExecutionColumns.execution(row))
        .findOne();
  }

  public Optional<StoredExecution> find(DurableExecutionArn arn) {
    return find(arn.functionVersion(), arn.name()).filter(found -> found.arn().equals(arn));
  }

  /// By start and then by id.
  ///
  /// @param newestFirst the order
  /// @param started of the last that was listed, and its `id`; null at the beginning
  public List<StoredExecution> list(
      Filter filter, boolean newestFirst, @Nullable Instant started, long id, int limit) {
    var query =
        new StringBuilder(
            """
            SELECT * FROM executions WHERE account = :account AND region = :region
              AND function = :function\
            """);
    query.append(filter.qualifier().isEmpty() ? "" : " AND version = :version");
    query.append(filter.name() == null ? "" : " AND name = :name");
    query.append(filter.statuses().isEmpty() ? "" : " AND status IN (<statuses>)");
    query.append(filter.after() == null ? "" : " AND started_at > :after");
    query.append(filter.before() == null ? "" : " AND started_at < :before");
    if (started != null) {
      var beyond = newestFirst ? "<" : ">";
      query.append(
          " AND (started_at %1$s :started OR (started_at = :started AND id %1$s :id))"
              .formatted(beyond));
    }
    query.append(
        " ORDER BY started_at %1$s, id %1$s LIMIT :limit".formatted(newestFirst ? "DESC" : "ASC"));
    var bound =
        sql.createQuery(query.toString())
            .bind("account", filter.function().account().digits())
            .bind("region", filter.function().region().name())
            .bind("function", filter.function().name())
            .bind("version", filter.qualifier())
            .bind("name", filter.name())
            .bind("after", filter.after())
            .bind("before", filter.before())
            .bind("started", started)
            .bind("id", id)
            .bind("limit", limit);
    if (!filter.statuses().isEmpty()) {
      bound.bindList("statuses", filter.statuses());
    }
    return bound.map((row, _) -> ExecutionColumns.execution(row)).list();
  }

  long insert(StoredExecution execution) {
    return ExecutionColumns.bind(
            execution,
            sql.createQuery(
                """
                INSERT INTO executions (account, region, function, version, name, run, input, trace,
                  tenant, execution_timeout, retention_days, status, result, error, started_at,
                  ended_at, forget_at, token, used_token, client_token, told_before, revision,
                  operations, events, told_revision, runner, failures, parent, parent_operation,
                  asynchronous)
                VALUES (:account, :region, :function, :version, :name, :run, :input, :trace,
                  :tenant, :executionTimeout, :retentionDays, :status, :result, :error, :started,
                  :ended, :forget, :token, :usedToken, :clientToken, :toldBefore, :revision,
                  :operations, :events, :told, :runner, :failures, :parent, :parentOperation,
                  :asynchronous)
                RETURNING id\
                """))
        .mapTo(Long.class)
        .one();
  }

  /// Writes what can change.
  void update(StoredExecution execution) {
    ExecutionColumns.bind(
            execution,
            sql.createUpdate(
                """
                UPDATE executions SET status = :status, result = :result, error = :error,
                  ended_at = :ended, forget_at = :forget, token = :token, used_token = :usedToken,
                  client_token = :clientToken, told_before = :toldBefore, revision = :revision,
                  operations = :operations, events = :events, told_revision = :told, runner = :runner, failures = :failures
                WHERE id = :id\
                """))
        .execute();
  }

  void delete(long execution) {
    for (var table : List.of("execution_events", "execution_operations")) {
      sql.createUpdate("DELETE FROM " + table + " WHERE execution = :id")
          .bind("id", execution)
          .execute();
    }
    sql.createUpdate("DELETE FROM executions WHERE id = :id").bind("id", execution).execute();
  }

  /// Executions of which nothing needs to be left.
  List<Long> forgotten(Instant now, int limit) {
    return sql.createQuery("SELECT id FROM executions WHERE forget_at <= :now LIMIT :limit")
        .bind("now", now)
        .bind("limit", limit)
        .mapTo(Long.class)
        .list();
  }

  Optional<StoredOperation> operation(long execution, String id) {
    return operations(execution, "AND id = :id").bind("id", id).map(this::operation).findOne();
  }

  /// In the order in which they began.
  ///
  /// @param after a sequence that was listed already; -1 at the beginning
  public List<StoredOperation> operations(long execution, long after, int limit) {
    return operations(execution, "AND sequence > :after ORDER BY sequence LIMIT :limit")
        .bind("after", after)
        .bind("limit", limit)
        .map(this::operation)
        .list();
  }

  List<StoredOperation> changedSince(long execution, long revision) {
    return operations(execution, "AND revision > :revision ORDER BY sequence")
        .bind("revision", revision)
        .map(this::operation)
        .list();
  }

  List<StoredOperation> due(long execution, Instant now) {
    return operations(execution, "AND due_at <= :now ORDER BY sequence")
        .bind("now", now)
        .map(this::operation)
        .list();
  }

  /// The operation that waits for this callback.
  Optional<Callback> callback(String callback) {
    return sql.createQuery(
            "SELECT execution, id FROM execution_operations WHERE callback = :callback")
        .bind("callback", callback)
        .map((row, _) -> new Callback(row.getLong("execution"), row.getString("id")))
        .findOne();
  }

  /// The operation `operation` of the execution `execution`.
  record Callback(long execution, String operation) {}

  /// Inserts or replaces.
  void put(long execution, StoredOperation operation) {
    var callback = operation.model().callbackDetails();
    sql.createUpdate(
            """
            INSERT INTO execution_operations (execution, id, sequence, revision, model, due_at,
              callback, deadline_at, heartbeat_seconds)
            VALUES (:execution, :id, :sequence, :revision, :model, :due, :callback, :deadline,
              :heartbeat)
            ON CONFLICT (execution, id) DO UPDATE SET revision = :revision, model = :model,
              due_at = :due, deadline_at = :deadline\
            """)
        .bind("execution", execution)
        .bind("id", operation.model().id())
        .bind("sequence", operation.sequence())
        .bind("revision", operation.revision())
        .bind("model", ModelJson.write(operation.model()))
        .bind("due", operation.due())
        .bind("callback", callback == null ? null : callback.callbackId())
        .bind("deadline", operation.deadline())
        .bind("heartbeat", operation.heartbeatSeconds())
        .execute();
  }

  void append(long execution, Event event) {
    sql.createUpdate(
            "INSERT INTO execution_events (execution, number, model) VALUES (:id, :number, :model)")
        .bind("id", execution)
        .bind("number", event.eventId())
        .bind("model", ModelJson.write(event))
        .execute();
  }

  /// The history in order, or backwards.
  ///
  /// @param beyond the number that was listed last; 0 at the beginning
  public List<Event> events(long execution, boolean backwards, long beyond, int limit) {
    var query =
        """
        SELECT model FROM execution_events WHERE execution = :execution AND %s
        ORDER BY number %s LIMIT :limit\
        """
            .formatted(
                backwards ? "(:beyond = 0 OR number < :beyond)" : "number > :beyond",
                backwards ? "DESC" : "ASC");
    return sql.createQuery(query)
        .bind("execution", execution)
        .bind("beyond", beyond)
        .bind("limit", limit)
        .map((row, _) -> ModelJson.read(Payload.of(row.getBytes("model")), Event.builder()).build())
        .list();
  }

  private Query operations(long execution, String and) {
    return sql.createQuery("SELECT * FROM execution_operations WHERE execution = :execution " + and)
        .bind("execution", execution);
  }

  private StoredOperation operation(
      java.sql.ResultSet row, org.jdbi.v3.core.statement.StatementContext context)
      throws java.sql.SQLException {
    return new StoredOperation(
        ModelJson.read(Payload.of(row.getBytes("model")), Operation.builder()).build(),
        row.getLong("sequence"),
        row.getLong("revision"),
        ExecutionColumns.time(row, "due_at"),
        ExecutionColumns.time(row, "deadline_at"),
        row.getInt("heartbeat_seconds"));
  }
}
