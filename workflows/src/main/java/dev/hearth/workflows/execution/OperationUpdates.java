package dev.hearth.workflows.execution;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.kernel.ServiceException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.ErrorObject;
import software.amazon.awssdk.services.lambda.model.ExecutionStatus;
import software.amazon.awssdk.services.lambda.model.Operation;
import software.amazon.awssdk.services.lambda.model.OperationStatus;
import software.amazon.awssdk.services.lambda.model.OperationType;
import software.amazon.awssdk.services.lambda.model.OperationUpdate;
import software.amazon.awssdk.services.lambda.model.StepDetails;

/// What a function's updates make of its operations. An update that does not fit the operation's
/// state is refused, and with it all of its checkpoint.
final class OperationUpdates {
  /// Source: "Lambda quotas", durable operations per execution.
  static final int MAX_OPERATIONS = 3_000;

  private static final int MAX_PAYLOAD = 1024 * 1024;
  private static final int MAX_RESULT = 6 * 1024 * 1024;
  private static final int CALLBACK_BYTES = 32;

  private final ExecutionChange change;
  private final SecureRandom random;

  OperationUpdates(ExecutionChange change, SecureRandom random) {
    this.change = change;
    this.random = random;
  }

  void apply(OperationUpdate update) {
    checkSizes(update);
    if (update.type() == OperationType.EXECUTION) {
      endExecution(update);
      return;
    }
    var before = change.operation(update.id()).orElse(null);
    if (before != null && before.model().type() != update.type()) {
      throw refused(update, "it is a " + before.model().typeAsString());
    }
    switch (update.action()) {
      case START -> start(update, before);
      case SUCCEED -> end(update, opened(update, before), OperationStatus.SUCCEEDED);
      case FAIL -> end(update, opened(update, before), OperationStatus.FAILED);
      case RETRY -> retry(update, opened(update, before));
      case CANCEL -> cancel(update, opened(update, before));
      default -> throw refused(update, "there is no such action");
    }
  }

  private void endExecution(OperationUpdate update) {
    if (!change.execution().open()) {
      throw refused(update, "the execution has ended");
    }
    switch (update.action()) {
      case SUCCEED -> change.end(ExecutionStatus.SUCCEEDED, update.payload(), null);
      case FAIL -> change.end(ExecutionStatus.FAILED, null, errorOf(update));
      default -> throw refused(update, "an execution only succeeds or fails");
    }
  }

  private void start(OperationUpdate update, @Nullable StoredOperation before) {
    if (before == null) {
      begin(update);
      return;
    }
    if (update.type() != OperationType.STEP || before.model().status() != OperationStatus.READY) {
      throw refused(update, "it has begun already");
    }
    var again = before.model().toBuilder().status(OperationStatus.STARTED).build();
    change.put(before.with(again));
    change.record(event -> History.begun(event, again, update));
  }

  private void begin(OperationUpdate update) {
    if (change.operations() >= MAX_OPERATIONS) {
      throw Refusals.invalid(
          "A durable execution has at most %d operations.".formatted(MAX_OPERATIONS));
    }
    if (update.parentId() != null && change.operation(update.parentId()).isEmpty()) {
      throw refused(update, "its parent " + update.parentId() + " has not begun");
    }
    var operation =
        Operation.builder()
            .id(update.id())
            .parentId(update.parentId())
            .name(update.name())
            .type(update.type())
            .subType(update.subType())
            .startTimestamp(change.now())
            .status(OperationStatus.STARTED);
    switch (update.type()) {
      case CONTEXT -> change.begin(operation.contextDetails(d -> {}).build(), null, null, 0);
      case STEP -> change.begin(operation.stepDetails(d -> d.attempt(0)).build(), null, null, 0);
      case WAIT -> beginWait(operation, update);
      case CALLBACK -> beginCallback(operation, update);
      case CHAINED_INVOKE -> beginChainedInvoke(operation, update);
      default -> throw refused(update, "there is no such type");
    }
    var begun = operation.build();
    change.record(event -> History.begun(event, begun, update));
  }

  private void beginWait(Operation.Builder operation, OperationUpdate update) {
    if (update.waitOptions() == null || update.waitOptions().waitSeconds() == null) {
      throw refused(update, "a wait needs WaitOptions.WaitSeconds");
    }
    var end = change.now().plusSeconds(update.waitOptions().waitSeconds());
    operation.waitDetails(d -> d.scheduledEndTimestamp(end));
    change.begin(operation.build(), end, null, 0);
  }

  private void beginCallback(Operation.Builder operation, OperationUpdate update) {
    var id = new byte[CALLBACK_BYTES]; // who knows it may end the callback
    random.nextBytes(id);
    operation.callbackDetails(d -> d.callbackId(HexFormat.of().formatHex(id)));
    var options = update.callbackOptions();
    int timeout = options == null ? 0 : orZero(options.timeoutSeconds());
    int heartbeat = options == null ? 0 : orZero(options.heartbeatTimeoutSeconds());
    var deadline = timeout == 0 ? null : change.now().plusSeconds(timeout);
    change.begin(
        operation.build(), Callbacks.due(change.now(), deadline, heartbeat), deadline, heartbeat);
  }

  private void beginChainedInvoke(Operation.Builder operation, OperationUpdate update) {
    var options = update.chainedInvokeOptions();
    if (options == null) {
      throw refused(update, "a chained invocation needs ChainedInvokeOptions");
    }
    change.begin(operation.chainedInvokeDetails(d -> {}).build(), null, null, 0);
    change.chain(
        new Wakes.Chained(
            update.id(), options.functionName(), options.tenantId(), update.payload()));
  }

  private void end(OperationUpdate update, StoredOperation before, OperationStatus status) {
    var error = status == OperationStatus.FAILED ? errorOf(update) : null;
    var ended = before.model().toBuilder().status(status).endTimestamp(change.now());
    switch (update.type()) {
      case CONTEXT -> {
        var options = update.contextOptions();
        ended.contextDetails(
            d ->
                d.result(update.payload())
                    .error(error)
                    .replayChildren(options == null ? null : options.replayChildren()));
      }
      case STEP -> ended.stepDetails(attempted(before, update.payload(), error).build());
      default -> throw refused(update, "only Lambda ends it");
    }
    change.put(before.with(ended.build()));
    change.record(event -> History.ended(event, ended.build()));
  }

  private void retry(OperationUpdate update, StoredOperation before) {
    var options = update.stepOptions();
    if (update.type() != OperationType.STEP
        || options == null
        || options.nextAttemptDelaySeconds() == null) {
      throw refused(update, "only a step is retried, after StepOptions.NextAttemptDelaySeconds");
    }
    int delay = options.nextAttemptDelaySeconds();
    var next = change.now().plusSeconds(delay);
    var details = attempted(before, update.payload(), update.error()).nextAttemptTimestamp(next);
    var pending =
        before.model().toBuilder()
            .status(OperationStatus.PENDING)
            .stepDetails(details.build())
            .build();
    change.put(before.with(pending, next));
    change.record(event -> History.retried(event, pending, delay));
  }

  private void cancel(OperationUpdate update, StoredOperation before) {
    if (update.type() != OperationType.WAIT) {
      throw refused(update, "only a wait is cancelled");
    }
    var cancelled =
        before.model().toBuilder()
            .status(OperationStatus.CANCELLED)
            .endTimestamp(change.now())
            .build();
    change.put(before.with(cancelled));
    change.record(event -> History.ended(event, cancelled));
  }

  /// One attempt more than before.
  private static StepDetails.Builder attempted(
      StoredOperation step, @Nullable String result, @Nullable ErrorObject error) {
    int before = orZero(step.model().stepDetails().attempt());
    return StepDetails.builder().attempt(before + 1).result(result).error(error);
  }

  private static StoredOperation opened(OperationUpdate update, @Nullable StoredOperation before) {
    if (before == null) {
      throw refused(update, "it has not begun");
    }
    if (!before.open()) {
      throw refused(update, "it has ended as " + before.model().statusAsString());
    }
    return before;
  }

  private static ErrorObject errorOf(OperationUpdate update) {
    return Objects.requireNonNullElse(update.error(), ErrorObject.builder().build());
  }

  private static void checkSizes(OperationUpdate update) {
    int limit = update.type() == OperationType.EXECUTION ? MAX_RESULT : MAX_PAYLOAD;
    if (update.payload() != null && update.payload().length() > limit) {
      throw refused(update, "its payload is larger than " + limit + " bytes");
    }
    Errors.check(update.error());
  }

  private static int orZero(@Nullable Integer number) {
    return Objects.requireNonNullElse(number, 0);
  }

  private static ServiceException refused(OperationUpdate update, String why) {
    return Refusals.invalid(
        "%s of the operation %s: %s.".formatted(update.actionAsString(), update.id(), why));
  }
}
