package dev.hearth.workflows.execution;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.Database;
import dev.hearth.store.WorkQueue;
import dev.hearth.workflows.DurableExecutionArn;
import dev.hearth.workflows.execution.StoredExecution.Counters;
import dev.hearth.workflows.execution.StoredExecution.LastCheckpoint;
import dev.hearth.workflows.execution.StoredExecution.Outcome;
import dev.hearth.workflows.execution.StoredExecution.Parent;
import dev.hearth.workflows.execution.StoredExecution.Running;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.ErrorObject;
import software.amazon.awssdk.services.lambda.model.ExecutionStatus;
import software.amazon.awssdk.services.lambda.model.Operation;
import software.amazon.awssdk.services.lambda.model.OperationStatus;
import software.amazon.awssdk.services.lambda.model.OperationType;

/// All durable executions: begun, changed and asked for, each in one transaction. What was answered
/// is durable.
public final class Executions {
  private static final int TOKEN_BYTES = 24;
  private static final int FORGET_AT_ONCE = 100;

  private final Database database;
  private final Wakes wakes;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Endings endings = new Endings();

  /// @param database opened with the tables of this part and of [WorkQueue]
  /// @param queue of the same database
  Executions(Database database, WorkQueue queue, InstantSource clock, SecureRandom random) {
    this.database = database;
    this.wakes = new Wakes(queue);
    this.clock = clock;
    this.random = random;
  }

  /// What begins an execution.
  ///
  /// @param version of a durable function
  /// @param name null for one of its own
  /// @param parent null unless another execution waits for it
  /// @param asynchronous whether nobody waits for it
  public record Start(
      FunctionVersion version,
      @Nullable String name,
      Payload input,
      @Nullable String trace,
      @Nullable String tenant,
      @Nullable Parent parent,
      boolean asynchronous) {}

  /// Begins an execution, or answers the one that has the name and the same input.
  ///
  /// @throws ServiceException `DurableExecutionAlreadyStartedException` where its input differs
  public StoredExecution start(Start start) {
    var run = hex(16);
    var token = hex(TOKEN_BYTES);
    var started =
        database.write(
            sql -> {
              var tables = new ExecutionTables(sql);
              var same = same(tables, start);
              return same.isPresent() ? same.get() : begin(tables, start, run, token);
            });
    wakes.announce();
    return started;
  }

  private Optional<StoredExecution> same(ExecutionTables tables, Start start) {
    if (start.name() == null) {
      return Optional.empty();
    }
    var version = start.version();
    var function = new FunctionReference(version.account(), version.region(), version.name(), "");
    var found = tables.find(function, start.name()).orElse(null);
    if (found == null) {
      return Optional.empty();
    }
    var forgotten = found.forgotten();
    if (forgotten != null && !forgotten.isAfter(clock.instant())) {
      tables.delete(found.id());
      return Optional.empty();
    }
    if (!found.input().equals(start.input())) {
      throw new ServiceException(
              "DurableExecutionAlreadyStartedException",
              409,
              "A durable execution named %s has begun already, with another payload."
                  .formatted(start.name()))
          .with("Type", "User");
    }
    return Optional.of(found);
  }

  private StoredExecution begin(ExecutionTables tables, Start start, String run, String token) {
    var version = start.version();
    var arn =
        new DurableExecutionArn(
            version.account(),
            version.region(),
            version.name(),
            version.version(),
            Objects.requireNonNullElse(start.name(), run),
            run);
    var row =
        new StoredExecution(
            0,
            arn,
            start.input(),
            start.trace(),
            start.tenant(),
            Objects.requireNonNull(version.settings().durable(), "a durable function"),
            clock.instant(),
            Outcome.RUNNING,
            token,
            LastCheckpoint.NONE,
            Counters.ZERO,
            Running.NOT,
            start.parent(),
            start.asynchronous());
    var execution = tables.find(tables.insert(row)).orElseThrow();
    var change = new ExecutionChange(tables, wakes, execution, execution.started());
    var operation =
        Operation.builder()
            .id(run)
            .name(arn.name())
            .type(OperationType.EXECUTION)
            .status(OperationStatus.STARTED)
            .startTimestamp(execution.started())
            .executionDetails(d -> d.inputPayload(start.input().text()))
            .build();
    change.begin(operation, null, null, 0);
    change.record(event -> History.started(event, execution));
    change.wake();
    change.wake(execution.timesOut());
    change.save();
    return change.execution();
  }

  /// @throws ServiceException `ResourceNotFoundException`
  public StoredExecution get(DurableExecutionArn arn) {
    return read(
        tables ->
            tables.find(arn).orElseThrow(() -> notFound("Durable execution not found: " + arn)));
  }

  /// What `work` finds.
  public <T> T read(Function<ExecutionTables, T> work) {
    return database.read(sql -> work.apply(new ExecutionTables(sql)));
  }

  /// Ends an execution that runs; one that has ended stays as it is.
  ///
  /// @return the execution as it is then
  public StoredExecution stop(DurableExecutionArn arn, @Nullable ErrorObject error) {
    Errors.check(error);
    var why = error == null ? Errors.of("Execution.Stopped", "The execution was stopped.") : error;
    var id = get(arn).id();
    return change(
            id,
            change -> {
              if (change.execution().open()) {
                change.end(ExecutionStatus.STOPPED, null, why);
              }
              return change.execution();
            })
        .orElseThrow(() -> notFound("Durable execution not found: " + arn));
  }

  /// Ends a callback with a result.
  ///
  /// @throws ServiceException `ResourceNotFoundException`; `CallbackTimeoutException` when nobody
  ///   waits for it any more
  public void succeedCallback(String callback, String result) {
    callback(callback, (change, operation) -> Callbacks.succeed(change, operation, result));
  }

  /// Ends a callback with an error; throws as above.
  public void failCallback(String callback, @Nullable ErrorObject error) {
    Errors.check(error);
    var why = error == null ? ErrorObject.builder().build() : error;
    callback(callback, (change, operation) -> Callbacks.fail(change, operation, why));
  }

  /// Gives a callback another while; throws as above.
  public void heartbeat(String callback) {
    callback(callback, Callbacks::heartbeat);
  }

  private void callback(String callback, BiConsumer<ExecutionChange, StoredOperation> what) {
    var found =
        read(tables -> tables.callback(callback))
            .orElseThrow(() -> notFound("Callback not found: " + callback));
    var taken =
        change(
            found.execution(),
            change -> {
              if (change.execution().open()) {
                Timers.fire(change);
              }
              var operation = change.operation(found.operation()).orElseThrow();
              var waiting = change.execution().open() && operation.open();
              if (waiting) {
                what.accept(change, operation);
              }
              return waiting; // and what time did before stays done
            });
    if (!taken.orElse(false)) {
      throw new ServiceException(
              "CallbackTimeoutException", 400, "Nobody waits for this callback any more.")
          .with("Type", "User");
    }
  }

  /// The execution that waits for the callback of this id.
  ///
  /// @throws ServiceException `ResourceNotFoundException`
  public DurableExecutionArn waiting(String callback) {
    return read(
        tables ->
            tables
                .callback(callback)
                .flatMap(found -> tables.find(found.execution()))
                .map(StoredExecution::arn)
                .orElseThrow(() -> notFound("Callback not found: " + callback)));
  }

  /// One transaction on one execution.
  ///
  /// @param what may run more than once
  /// @return nothing where there is no such execution
  <T> Optional<T> change(long id, Function<ExecutionChange, T> what) {
    record Done<T>(T result, boolean ended) {}
    var done =
        database.<Optional<Done<T>>>write(
            sql -> {
              var tables = new ExecutionTables(sql);
              return tables
                  .find(id)
                  .map(
                      execution -> {
                        var change = new ExecutionChange(tables, wakes, execution, clock.instant());
                        var result = what.apply(change);
                        change.save();
                        return new Done<>(result, !change.execution().open());
                      });
            });
    wakes.announce();
    if (done.isPresent() && done.get().ended()) {
      endings.ended(id);
    }
    return done.map(Done::result);
  }

  /// Waits until an execution has ended.
  ///
  /// @return the execution as it is then, or after `seconds`
  public StoredExecution await(StoredExecution execution, long seconds)
      throws InterruptedException {
    return endings.await(
        execution.id(),
        seconds,
        () -> read(tables -> tables.find(execution.id()).orElse(execution)));
  }

  /// Deletes executions that have ended long enough ago; to be called every few minutes.
  public void forget() {
    List<Long> ids;
    do {
      ids =
          database.write(
              sql -> {
                var tables = new ExecutionTables(sql);
                var old = tables.forgotten(clock.instant(), FORGET_AT_ONCE);
                old.forEach(tables::delete);
                return old;
              });
    } while (ids.size() == FORGET_AT_ONCE);
  }

  /// A new checkpoint token.
  String newToken() {
    return hex(TOKEN_BYTES);
  }

  private String hex(int bytes) {
    var value = new byte[bytes];
    random.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }

  private static ServiceException notFound(String message) {
    return new ServiceException("ResourceNotFoundException", 404, message).with("Type", "User");
  }
}
