package dev.hearth.workflows.execution;

import dev.hearth.functions.Settings.Durable;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.wire.protocol.ModelJson;
import dev.hearth.workflows.DurableExecutionArn;
import dev.hearth.workflows.execution.StoredExecution.Counters;
import dev.hearth.workflows.execution.StoredExecution.LastCheckpoint;
import dev.hearth.workflows.execution.StoredExecution.Outcome;
import dev.hearth.workflows.execution.StoredExecution.Parent;
import dev.hearth.workflows.execution.StoredExecution.Running;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.ErrorObject;
import software.amazon.awssdk.services.lambda.model.ExecutionStatus;

/// Rows to executions and back.
final class ExecutionColumns {
  private ExecutionColumns() {}

  static <S extends SqlStatement<S>> S bind(StoredExecution execution, S statement) {
    var arn = execution.arn();
    var outcome = execution.outcome();
    var counters = execution.counters();
    var parent = execution.parent();
    return statement
        .bind("id", execution.id())
        .bind("account", arn.account().digits())
        .bind("region", arn.region().name())
        .bind("function", arn.function())
        .bind("version", arn.version())
        .bind("name", arn.name())
        .bind("run", arn.run())
        .bind("input", execution.input())
        .bind("trace", execution.trace())
        .bind("tenant", execution.tenant())
        .bind("executionTimeout", execution.durable().executionTimeoutSeconds())
        .bind("retentionDays", execution.durable().retentionDays())
        .bind("started", execution.started())
        .bind("status", outcome.status().toString())
        .bind("result", outcome.result())
        .bind("error", outcome.error() == null ? null : ModelJson.write(outcome.error()))
        .bind("ended", outcome.ended())
        .bind("forget", execution.forgotten())
        .bind("token", execution.token())
        .bind("usedToken", execution.lastCheckpoint().usedToken())
        .bind("clientToken", execution.lastCheckpoint().clientToken())
        .bind("toldBefore", execution.lastCheckpoint().told())
        .bind("revision", counters.revision())
        .bind("operations", counters.operations())
        .bind("events", counters.events())
        .bind("told", counters.told())
        .bind("runner", execution.running().runner())
        .bind("failures", execution.running().failures())
        .bind("parent", parent == null ? null : parent.execution())
        .bind("parentOperation", parent == null ? null : parent.operation())
        .bind("asynchronous", execution.asynchronous() ? 1 : 0);
  }

  static StoredExecution execution(ResultSet row) throws SQLException {
    return new StoredExecution(
        row.getLong("id"),
        arn(row),
        Payload.of(row.getBytes("input")),
        row.getString("trace"),
        row.getString("tenant"),
        new Durable(row.getInt("execution_timeout"), row.getInt("retention_days")),
        Instant.ofEpochMilli(row.getLong("started_at")),
        outcome(row),
        row.getString("token"),
        new LastCheckpoint(
            row.getString("used_token"), row.getString("client_token"), row.getLong("told_before")),
        new Counters(
            row.getLong("revision"),
            row.getLong("operations"),
            row.getLong("events"),
            row.getLong("told_revision")),
        new Running(number(row, "runner"), row.getInt("failures")),
        parent(row),
        row.getLong("asynchronous") == 1);
  }

  static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    var millis = number(row, column);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private static DurableExecutionArn arn(ResultSet row) throws SQLException {
    return new DurableExecutionArn(
        new AccountId(row.getString("account")),
        new Region(row.getString("region")),
        row.getString("function"),
        row.getString("version"),
        row.getString("name"),
        row.getString("run"));
  }

  private static Outcome outcome(ResultSet row) throws SQLException {
    var error = row.getBytes("error");
    return new Outcome(
        ExecutionStatus.fromValue(row.getString("status")),
        row.getString("result"),
        error == null ? null : ModelJson.read(Payload.of(error), ErrorObject.builder()).build(),
        time(row, "ended_at"));
  }

  private static @Nullable Parent parent(ResultSet row) throws SQLException {
    var execution = number(row, "parent");
    return execution == null ? null : new Parent(execution, row.getString("parent_operation"));
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
