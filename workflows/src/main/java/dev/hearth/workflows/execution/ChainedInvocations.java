package dev.hearth.workflows.execution;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.async.EventRunner;
import dev.hearth.invocation.async.ExecutionRole;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.workflows.execution.StoredExecution.Outcome;
import dev.hearth.workflows.execution.StoredExecution.Parent;
import dev.hearth.workflows.execution.Wakes.Chained;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.services.lambda.model.ErrorObject;
import software.amazon.awssdk.services.lambda.model.ExecutionStatus;

/// Invokes the functions that executions chain, with the permissions of the execution's function:
/// an ordinary one is waited for here; a durable one tells when it ends.
final class ChainedInvocations {
  private static final String ACTION = "lambda:InvokeFunction";

  private final Executions executions;
  private final Functions functions;
  private final EventRunner runner;
  private final ExecutionRole roles;
  private final Supplier<String> requestIds;

  ChainedInvocations(
      Executions executions,
      Functions functions,
      EventRunner runner,
      ExecutionRole roles,
      Supplier<String> requestIds) {
    this.executions = executions;
    this.functions = functions;
    this.runner = runner;
    this.roles = roles;
    this.requestIds = requestIds;
  }

  /// Invokes it. An exception means that it is to be tried again: there was no room.
  void run(long execution, Chained chained) {
    var waiting = executions.read(tables -> tables.find(execution)).orElse(null);
    if (waiting == null || !waiting.open()) {
      return;
    }
    try {
      invoke(waiting, chained);
    } catch (ServiceException e) {
      if (e.status() == 429 || e.status() >= 500) {
        throw e;
      }
      end(waiting, chained, failed(Errors.of(e.code(), e.getMessage())));
    }
  }

  private void invoke(StoredExecution waiting, Chained chained) {
    var arn = waiting.arn();
    var target = FunctionReference.parse(arn.account(), arn.region(), chained.function(), null);
    var own = functions.resolve(arn.account(), arn.region(), arn.function(), arn.version());
    if (!roles.may(own.settings().role(), ACTION, Arn.parse(target.arn()).orElseThrow())) {
      throw new ServiceException(
          "AccessDeniedException",
          403,
          own.settings().role() + " is not allowed " + ACTION + " on " + target.arn());
    }
    var input = Payload.of(chained.payload() == null ? "null" : chained.payload());
    var version = resolve(target);
    if (version.settings().durable() != null) {
      var parent = new Parent(waiting.id(), chained.operation());
      executions.start(
          new Executions.Start(
              version,
              nameOf(waiting, chained),
              input,
              waiting.trace(),
              chained.tenant(),
              parent,
              false));
      return;
    }
    var event =
        new Event(requestIds.get(), target.arn(), input, null, waiting.trace(), chained.tenant());
    var answer = runner.run(target, event);
    end(
        waiting,
        chained,
        answer.functionError() == null
            ? new Outcome(ExecutionStatus.SUCCEEDED, answer.payload().text(), null, null)
            : failed(Envelope.functionError(answer.payload())));
  }

  private FunctionVersion resolve(FunctionReference target) {
    return functions.resolve(target.account(), target.region(), target.name(), target.qualifier());
  }

  /// The same for the same operation, so that a repetition after a crash begins no second one.
  private static String nameOf(StoredExecution waiting, Chained chained) {
    var key = waiting.arn() + " " + chained.operation();
    return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private void end(StoredExecution waiting, Chained chained, Outcome outcome) {
    executions.change(
        waiting.id(),
        change -> {
          if (change.execution().open()) {
            ChainedInvokes.end(change, chained.operation(), outcome);
          }
          return outcome;
        });
  }

  private static Outcome failed(ErrorObject error) {
    return new Outcome(ExecutionStatus.FAILED, null, error, null);
  }
}
