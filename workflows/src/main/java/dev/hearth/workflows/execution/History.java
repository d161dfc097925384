package dev.hearth.workflows.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.ErrorObject;
import software.amazon.awssdk.services.lambda.model.Event;
import software.amazon.awssdk.services.lambda.model.EventError;
import software.amazon.awssdk.services.lambda.model.EventResult;
import software.amazon.awssdk.services.lambda.model.EventType;
import software.amazon.awssdk.services.lambda.model.Operation;
import software.amazon.awssdk.services.lambda.model.OperationUpdate;
import software.amazon.awssdk.services.lambda.model.RetryDetails;

/// The events of an execution's history, as `GetDurableExecutionHistory` tells them.
final class History {
  private History() {}

  static Event.Builder started(Event.Builder event, StoredExecution execution) {
    return event
        .eventType(EventType.EXECUTION_STARTED)
        .id(execution.arn().run())
        .name(execution.arn().name())
        .executionStartedDetails(
            d ->
                d.input(i -> i.payload(execution.input().text()).truncated(false))
                    .executionTimeout(execution.durable().executionTimeoutSeconds()));
  }

  static Event.Builder ended(Event.Builder event, StoredExecution execution) {
    var outcome = execution.outcome();
    var error = error(outcome.error());
    event.id(execution.arn().run()).name(execution.arn().name());
    return switch (outcome.status()) {
      case SUCCEEDED ->
          event
              .eventType(EventType.EXECUTION_SUCCEEDED)
              .executionSucceededDetails(d -> d.result(result(outcome.result())));
      case FAILED ->
          event.eventType(EventType.EXECUTION_FAILED).executionFailedDetails(d -> d.error(error));
      case TIMED_OUT ->
          event
              .eventType(EventType.EXECUTION_TIMED_OUT)
              .executionTimedOutDetails(d -> d.error(error));
      case STOPPED ->
          event.eventType(EventType.EXECUTION_STOPPED).executionStoppedDetails(d -> d.error(error));
      default -> throw new IllegalStateException("not ended: " + outcome.status());
    };
  }

  static Event.Builder invoked(
      Event.Builder event,
      String requestId,
      Instant begun,
      Instant ended,
      @Nullable ErrorObject error) {
    return event
        .eventType(EventType.INVOCATION_COMPLETED)
        .invocationCompletedDetails(
            d -> {
              d.requestId(requestId).startTimestamp(begun).endTimestamp(ended);
              if (error != null) {
                d.error(error(error));
              }
            });
  }

  /// An operation has begun, or a step begins its next attempt.
  static Event.Builder begun(Event.Builder event, Operation now, OperationUpdate update) {
    about(event, now);
    return switch (now.type()) {
      case CONTEXT -> event.eventType(EventType.CONTEXT_STARTED).contextStartedDetails(d -> {});
      case STEP -> event.eventType(EventType.STEP_STARTED).stepStartedDetails(d -> {});
      case WAIT ->
          event
              .eventType(EventType.WAIT_STARTED)
              .waitStartedDetails(
                  d ->
                      d.duration(update.waitOptions().waitSeconds())
                          .scheduledEndTimestamp(now.waitDetails().scheduledEndTimestamp()));
      case CALLBACK ->
          event
              .eventType(EventType.CALLBACK_STARTED)
              .callbackStartedDetails(
                  d -> {
                    d.callbackId(now.callbackDetails().callbackId());
                    if (update.callbackOptions() != null) {
                      d.timeout(update.callbackOptions().timeoutSeconds())
                          .heartbeatTimeout(update.callbackOptions().heartbeatTimeoutSeconds());
                    }
                  });
      case CHAINED_INVOKE ->
          event
              .eventType(EventType.CHAINED_INVOKE_STARTED)
              .chainedInvokeStartedDetails(
                  d ->
                      d.functionName(update.chainedInvokeOptions().functionName())
                          .tenantId(update.chainedInvokeOptions().tenantId())
                          .input(i -> i.payload(update.payload()).truncated(false)));
      default -> throw new IllegalStateException("an operation of type " + now.type());
    };
  }

  /// An attempt of a step is over and there will be another.
  static Event.Builder retried(Event.Builder event, Operation now, int delaySeconds) {
    var retry = retry(now, delaySeconds);
    var error = now.stepDetails().error();
    about(event, now);
    return error == null
        ? event
            .eventType(EventType.STEP_SUCCEEDED)
            .stepSucceededDetails(
                d -> d.result(result(now.stepDetails().result())).retryDetails(retry))
        : event
            .eventType(EventType.STEP_FAILED)
            .stepFailedDetails(d -> d.error(error(error)).retryDetails(retry));
  }

  /// An operation has ended.
  static Event.Builder ended(Event.Builder event, Operation now) {
    about(event, now);
    return switch (now.type()) {
      case CONTEXT -> contextEnded(event, now);
      case STEP -> stepEnded(event, now);
      case WAIT -> waitEnded(event, now);
      case CALLBACK -> callbackEnded(event, now);
      case CHAINED_INVOKE -> chainedInvokeEnded(event, now);
      default -> throw new IllegalStateException("an operation of type " + now.type());
    };
  }

  private static Event.Builder contextEnded(Event.Builder event, Operation now) {
    var error = now.contextDetails().error();
    return error == null
        ? event
            .eventType(EventType.CONTEXT_SUCCEEDED)
            .contextSucceededDetails(d -> d.result(result(now.contextDetails().result())))
        : event
            .eventType(EventType.CONTEXT_FAILED)
            .contextFailedDetails(d -> d.error(error(error)));
  }

  private static Event.Builder stepEnded(Event.Builder event, Operation now) {
    var error = now.stepDetails().error();
    return error == null
        ? event
            .eventType(EventType.STEP_SUCCEEDED)
            .stepSucceededDetails(
                d -> d.result(result(now.stepDetails().result())).retryDetails(retry(now, 0)))
        : event
            .eventType(EventType.STEP_FAILED)
            .stepFailedDetails(d -> d.error(error(error)).retryDetails(retry(now, 0)));
  }

  private static Event.Builder waitEnded(Event.Builder event, Operation now) {
    int seconds = (int) Duration.between(now.startTimestamp(), now.endTimestamp()).toSeconds();
    return switch (now.status()) {
      case SUCCEEDED ->
          event.eventType(EventType.WAIT_SUCCEEDED).waitSucceededDetails(d -> d.duration(seconds));
      default -> event.eventType(EventType.WAIT_CANCELLED).waitCancelledDetails(d -> {});
    };
  }

  private static Event.Builder callbackEnded(Event.Builder event, Operation now) {
    var error = error(now.callbackDetails().error());
    return switch (now.status()) {
      case SUCCEEDED ->
          event
              .eventType(EventType.CALLBACK_SUCCEEDED)
              .callbackSucceededDetails(d -> d.result(result(now.callbackDetails().result())));
      case TIMED_OUT ->
          event
              .eventType(EventType.CALLBACK_TIMED_OUT)
              .callbackTimedOutDetails(d -> d.error(error));
      default ->
          event.eventType(EventType.CALLBACK_FAILED).callbackFailedDetails(d -> d.error(error));
    };
  }

  private static Event.Builder chainedInvokeEnded(Event.Builder event, Operation now) {
    var details = now.chainedInvokeDetails();
    var error = error(details.error());
    return switch (now.status()) {
      case SUCCEEDED ->
          event
              .eventType(EventType.CHAINED_INVOKE_SUCCEEDED)
              .chainedInvokeSucceededDetails(d -> d.result(result(details.result())));
      case TIMED_OUT ->
          event
              .eventType(EventType.CHAINED_INVOKE_TIMED_OUT)
              .chainedInvokeTimedOutDetails(d -> d.error(error));
      case STOPPED ->
          event
              .eventType(EventType.CHAINED_INVOKE_STOPPED)
              .chainedInvokeStoppedDetails(d -> d.error(error));
      default ->
          event
              .eventType(EventType.CHAINED_INVOKE_FAILED)
              .chainedInvokeFailedDetails(d -> d.error(error));
    };
  }

  private static void about(Event.Builder event, Operation operation) {
    event
        .id(operation.id())
        .name(operation.name())
        .parentId(operation.parentId())
        .subType(operation.subType());
  }

  private static RetryDetails retry(Operation step, int delaySeconds) {
    return RetryDetails.builder()
        .currentAttempt(Objects.requireNonNullElse(step.stepDetails().attempt(), 0))
        .nextAttemptDelaySeconds(delaySeconds)
        .build();
  }

  private static EventResult result(@Nullable String payload) {
    return EventResult.builder().payload(payload).truncated(false).build();
  }

  private static EventError error(@Nullable ErrorObject payload) {
    return EventError.builder().payload(payload).truncated(false).build();
  }
}
