package dev.hearth.workflows.execution;

import dev.hearth.functions.Settings.Durable;
import dev.hearth.kernel.Payload;
import dev.hearth.workflows.DurableExecutionArn;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.ErrorObject;
import software.amazon.awssdk.services.lambda.model.ExecutionStatus;

/// One durable execution as it was read.
///
/// @param id the database's
/// @param input the event that started it
/// @param trace the caller's trace header, or null
/// @param tenant whose it is, where the function isolates tenants; else null
/// @param durable the function's settings when it began
/// @param token the one checkpoint token that is valid; empty when none is
/// @param parent the operation of another execution that waits for it, or null
/// @param asynchronous whether nobody waits for it
public record StoredExecution(
    long id,
    DurableExecutionArn arn,
    Payload input,
    @Nullable String trace,
    @Nullable String tenant,
    Durable durable,
    Instant started,
    Outcome outcome,
    String token,
    LastCheckpoint lastCheckpoint,
    Counters counters,
    Running running,
    @Nullable Parent parent,
    boolean asynchronous) {

  /// How it stands.
  ///
  /// @param ended null while it runs
  public record Outcome(
      ExecutionStatus status,
      @Nullable String result,
      @Nullable ErrorObject error,
      @Nullable Instant ended) {
    /// It runs.
    public static final Outcome RUNNING = new Outcome(ExecutionStatus.RUNNING, null, null, null);
  }

  /// The checkpoint that was taken last, to answer it again where the function did not hear.
  ///
  /// @param told the revision that the function had been told of before it
  public record LastCheckpoint(
      @Nullable String usedToken, @Nullable String clientToken, long told) {
    static final LastCheckpoint NONE = new LastCheckpoint(null, null, 0);
  }

  /// @param revision counts changes
  /// @param operations ever begun, that of the execution itself included
  /// @param events in its history
  /// @param told the revision that the function has been told of
  public record Counters(long revision, long operations, long events, long told) {
    static final Counters ZERO = new Counters(0, 0, 0, 0);
  }

  /// @param runner the lease of the work that runs the function now; null while nothing does
  /// @param failures invocations that failed since the last one that did not
  public record Running(@Nullable Long runner, int failures) {
    static final Running NOT = new Running(null, 0);
  }

  /// The operation `operation` of the execution `execution`.
  public record Parent(long execution, String operation) {}

  /// Whether it has not ended.
  public boolean open() {
    return outcome.status() == ExecutionStatus.RUNNING;
  }

  /// When it is ended, if it has not by then.
  public Instant timesOut() {
    return started.plusSeconds(durable.executionTimeoutSeconds());
  }

  /// When nothing is left of it; null while it runs.
  public @Nullable Instant forgotten() {
    return outcome.ended() == null
        ? null
        : outcome.ended().plus(Duration.ofDays(durable.retentionDays()));
  }

  StoredExecution with(Outcome newOutcome) {
    return new StoredExecution(
        id,
        arn,
        input,
        trace,
        tenant,
        durable,
        started,
        newOutcome,
        token,
        lastCheckpoint,
        counters,
        running,
        parent,
        asynchronous);
  }

  StoredExecution with(String newToken, LastCheckpoint checkpoint) {
    return new StoredExecution(
        id,
        arn,
        input,
        trace,
        tenant,
        durable,
        started,
        outcome,
        newToken,
        checkpoint,
        counters,
        running,
        parent,
        asynchronous);
  }

  StoredExecution with(Counters newCounters) {
    return new StoredExecution(
        id,
        arn,
        input,
        trace,
        tenant,
        durable,
        started,
        outcome,
        token,
        lastCheckpoint,
        newCounters,
        running,
        parent,
        asynchronous);
  }

  StoredExecution with(Running newRunning) {
    return new StoredExecution(
        id,
        arn,
        input,
        trace,
        tenant,
        durable,
        started,
        outcome,
        token,
        lastCheckpoint,
        counters,
        newRunning,
        parent,
        asynchronous);
  }

  @Override
  public String toString() {
    return "StoredExecution[" + arn + "]"; // its data are the user's
  }
}
