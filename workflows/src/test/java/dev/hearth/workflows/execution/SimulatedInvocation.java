package dev.hearth.workflows.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.invocation.Answer;
import dev.hearth.kernel.ServiceException;
import dev.hearth.workflows.DurableExecutionArn;
import dev.hearth.workflows.execution.Checkpoints.Checkpointed;
import dev.hearth.workflows.execution.Program.AwaitCallback;
import dev.hearth.workflows.execution.Program.Branches;
import dev.hearth.workflows.execution.Program.Chain;
import dev.hearth.workflows.execution.Program.Step;
import dev.hearth.workflows.execution.Program.Task;
import dev.hearth.workflows.execution.Program.Wait;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import software.amazon.awssdk.services.lambda.model.OperationAction;
import software.amazon.awssdk.services.lambda.model.OperationType;
import software.amazon.awssdk.services.lambda.model.OperationUpdate;

/// One invocation of a durable function as the SDKs make it: it goes through its program, skips
/// what is recorded, and records what it does.
final class SimulatedInvocation {
  private final World world;
  private final Program program;
  private final DurableExecutionArn arn;
  private final Map<String, Seen> view = new HashMap<>();
  private String token;

  /// What surrounds it.
  interface World {
    Checkpoints checkpoints();

    /// Time passes and others act, or the process dies.
    void meanwhile();

    boolean chance(int percent);

    /// What was seen of an operation.
    void saw(DurableExecutionArn arn, String id, Seen seen);

    /// A step is about to be run by the invocation whose token this is.
    void running(DurableExecutionArn arn, String token, Step step);

    /// The function knows all that has happened to its execution.
    void upToDate(DurableExecutionArn arn, Map<String, Seen> view);
  }

  /// The execution has ended, or another invocation has taken it over.
  static final class Superseded extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  SimulatedInvocation(World world, Program program, JsonNode event) {
    this.world = world;
    this.program = program;
    arn = DurableExecutionArn.parse(event.path("DurableExecutionArn").asText());
    token = event.path("CheckpointToken").asText();
    assertThat(event.at("/InitialExecutionState/NextMarker").asText()).isEmpty();
    for (var operation : event.at("/InitialExecutionState/Operations")) {
      know(operation.path("Id").asText(), Seen.of(operation));
    }
  }

  private void know(String id, Seen seen) {
    view.put(id, seen);
    world.saw(arn, id, seen);
  }

  Answer run() {
    if (!go(program.tasks())) {
      return TestExecutions.answer("{\"Status\":\"PENDING\"}");
    }
    world.meanwhile();
    return TestExecutions.answer(
        program.fails()
            ? "{\"Status\":\"FAILED\",\"Error\":{\"ErrorType\":\"Programmed\"}}"
            : "{\"Status\":\"SUCCEEDED\",\"Result\":\""
                + Program.result(program.tasks(), view)
                + "\"}");
  }

  /// @return whether all of them have ended
  private boolean go(List<Task> tasks) {
    for (var task : tasks) {
      if (!go(task)) {
        return false;
      }
    }
    return true;
  }

  private boolean go(Task task) {
    world.meanwhile();
    var seen = view.get(task.id());
    if (seen != null && seen.ended()) {
      return true;
    }
    switch (task) {
      case Step step -> step(step);
      case Wait(var id, var seconds) ->
          beginOnce(id, OperationType.WAIT, b -> b.waitOptions(w -> w.waitSeconds(seconds)));
      case AwaitCallback(var id, var timeout, var heartbeat) ->
          beginOnce(
              id,
              OperationType.CALLBACK,
              b ->
                  b.callbackOptions(
                      c -> c.timeoutSeconds(timeout).heartbeatTimeoutSeconds(heartbeat)));
      case Chain(var id, var function) ->
          beginOnce(
              id,
              OperationType.CHAINED_INVOKE,
              b -> b.payload("{}").chainedInvokeOptions(c -> c.functionName(function)));
      case Branches branches -> branches(branches);
    }
    return seen(task.id()).ended();
  }

  private void beginOnce(String id, OperationType type, Consumer<OperationUpdate.Builder> more) {
    if (!view.containsKey(id)) {
      checkpoint(update(id, type, OperationAction.START, more));
    }
  }

  private void step(Step step) {
    var seen = view.get(step.id());
    if (seen != null && seen.status().equals("PENDING")) {
      return; // until it is ready
    }
    if (seen == null || seen.status().equals("READY")) {
      checkpoint(update(step.id(), OperationType.STEP, OperationAction.START, b -> {}));
    }
    world.running(arn, token, step);
    world.meanwhile();
    if (attempt(step.id()) < step.failures()) {
      checkpoint(
          update(
              step.id(),
              OperationType.STEP,
              OperationAction.RETRY,
              b ->
                  b.stepOptions(s -> s.nextAttemptDelaySeconds(step.delaySeconds()))
                      .error(e -> e.errorType("Oops"))));
    } else if (step.givenUp()) {
      checkpoint(
          update(
              step.id(),
              OperationType.STEP,
              OperationAction.FAIL,
              b -> b.error(e -> e.errorType("GivenUp"))));
    } else {
      var result = UUID.randomUUID().toString(); // tells which run was recorded
      checkpoint(
          update(step.id(), OperationType.STEP, OperationAction.SUCCEED, b -> b.payload(result)));
    }
  }

  private int attempt(String step) {
    return seen(step).attempt();
  }

  private Seen seen(String id) {
    return Objects.requireNonNull(view.get(id), id);
  }

  /// Each branch goes as far as it can; a step that waits for its retry keeps no other from going.
  private void branches(Branches task) {
    var id = task.id();
    beginOnce(id, OperationType.CONTEXT, b -> {});
    boolean all = true;
    for (var branch : task.branches()) {
      all &= go(branch);
    }
    if (all) {
      checkpoint(
          update(id, OperationType.CONTEXT, OperationAction.SUCCEED, b -> b.payload("joined")));
    }
  }

  private static OperationUpdate update(
      String id,
      OperationType type,
      OperationAction action,
      Consumer<OperationUpdate.Builder> more) {
    var update = OperationUpdate.builder().id(id).type(type).action(action);
    more.accept(update);
    return update.build();
  }

  /// Records something. The answer may be lost, even more than once; a token that was used does no
  /// more.
  private void checkpoint(OperationUpdate update) {
    world.meanwhile();
    var client = UUID.randomUUID().toString();
    var taken = take(client, update);
    while (world.chance(15)) {
      world.meanwhile();
      taken = take(client, update);
    }
    var used = token;
    var next = taken.token();
    taken.changed().forEach(operation -> know(operation.id(), Seen.of(operation)));
    if (next == null) {
      throw new Superseded();
    }
    assertThat(next).isNotEqualTo(used);
    token = next;
    world.upToDate(arn, view);
    if (world.chance(10)) {
      refuse(used, update);
    }
  }

  private void refuse(String used, OperationUpdate update) {
    try {
      take(used, "another", update);
    } catch (Superseded _) {
      return;
    }
    throw new AssertionError("a token was taken twice");
  }

  private Checkpointed take(String client, OperationUpdate update) {
    return take(token, client, update);
  }

  private Checkpointed take(String with, String client, OperationUpdate update) {
    try {
      return world.checkpoints().take(arn, with, client, List.of(update));
    } catch (ServiceException e) {
      assertThat(e).hasMessage("Invalid checkpoint token");
      throw new Superseded();
    }
  }
}
