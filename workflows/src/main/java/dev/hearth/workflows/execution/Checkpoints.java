package dev.hearth.workflows.execution;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.kernel.ServiceException;
import dev.hearth.workflows.DurableExecutionArn;
import dev.hearth.workflows.execution.StoredExecution.LastCheckpoint;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.Operation;
import software.amazon.awssdk.services.lambda.model.OperationUpdate;

/// What functions tell of their executions while they run, and are told. Only the invocation that
/// holds the current token is heard, so one that Hearth gave up does no harm.
public final class Checkpoints {
  private final Executions executions;
  private final SecureRandom random;

  Checkpoints(Executions executions, SecureRandom random) {
    this.executions = executions;
    this.random = random;
  }

  /// What a checkpoint is answered.
  ///
  /// @param token for the next one; null when there is none, for the execution has ended
  /// @param changed what has changed since the function was told last
  public record Checkpointed(@Nullable String token, List<Operation> changed) {}

  /// Takes a function's updates, all or none.
  ///
  /// @param clientToken the same with a repetition of a checkpoint whose answer was lost; or null
  /// @throws ServiceException `InvalidParameterValueException` for a token that is not the current
  ///   one and for updates that do not fit
  public Checkpointed take(
      DurableExecutionArn arn,
      String token,
      @Nullable String clientToken,
      List<OperationUpdate> updates) {
    var id =
        executions.read(tables -> tables.find(arn)).orElseThrow(Checkpoints::invalidToken).id();
    var next = executions.newToken();
    return executions
        .change(
            id,
            change -> {
              var execution = change.execution();
              if (repeats(execution, token, clientToken)) {
                var since = execution.lastCheckpoint().told();
                return new Checkpointed(execution.token(), changed(change, since));
              }
              checkToken(execution, token);
              Timers.fire(change);
              if (change.execution().open()) {
                var operations = new OperationUpdates(change, random);
                updates.forEach(operations::apply);
              }
              return answer(change, token, clientToken, next);
            })
        .orElseThrow(Checkpoints::invalidToken);
  }

  private static boolean repeats(
      StoredExecution execution, String token, @Nullable String clientToken) {
    var last = execution.lastCheckpoint();
    return clientToken != null
        && clientToken.equals(last.clientToken())
        && token.equals(last.usedToken());
  }

  private static Checkpointed answer(
      ExecutionChange change, String used, @Nullable String clientToken, String next) {
    var told = change.execution().counters().told();
    var changed = changed(change, told);
    if (!change.execution().open()) {
      return new Checkpointed(null, changed);
    }
    change.token(next, new LastCheckpoint(used, clientToken, told));
    change.told();
    return new Checkpointed(next, changed);
  }

  private static List<Operation> changed(ExecutionChange change, long since) {
    return change.tables().changedSince(change.execution().id(), since).stream()
        .map(StoredOperation::model)
        .toList();
  }

  /// The operations that a replay needs, in the order in which they began.
  ///
  /// @param after as [ExecutionTables#operations]
  /// @throws ServiceException `InvalidParameterValueException` for a token that is not the current
  ///   one
  public List<StoredOperation> state(DurableExecutionArn arn, String token, long after, int limit) {
    return executions.read(
        tables -> {
          var execution = tables.find(arn).orElseThrow(Checkpoints::invalidToken);
          checkToken(execution, token);
          return Replay.operations(tables, execution.id(), after, limit);
        });
  }

  private static void checkToken(StoredExecution execution, String token) {
    if (!execution.open() || !token.equals(execution.token())) {
      throw invalidToken();
    }
  }

  // The SDKs look for this very text: the next invocation brings a token that is valid.
  private static ServiceException invalidToken() {
    return Refusals.invalid("Invalid checkpoint token");
  }
}
