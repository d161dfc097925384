package dev.hearth.workflows.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.ErrorObject;
import software.amazon.awssdk.services.lambda.model.Operation;

/// An operation as a function knows it.
///
/// @param result what it came to, or its error's type
/// @param attempt of a step: those that are over
/// @param callback a callback's id
record Seen(String status, @Nullable String result, int attempt, @Nullable String callback) {
  private static final List<String> OPEN = List.of("STARTED", "PENDING", "READY");
  private static final List<String> DETAILS =
      List.of("StepDetails", "CallbackDetails", "ChainedInvokeDetails", "ContextDetails");

  /// As a checkpoint's answer tells of it.
  static Seen of(Operation operation) {
    return switch (operation.type()) {
      case STEP -> {
        var step = operation.stepDetails();
        var attempt = step.attempt() == null ? 0 : step.attempt();
        yield new Seen(status(operation), outcome(step.result(), step.error()), attempt, null);
      }
      case CALLBACK -> {
        var callback = operation.callbackDetails();
        var outcome = outcome(callback.result(), callback.error());
        yield new Seen(status(operation), outcome, 0, callback.callbackId());
      }
      case CHAINED_INVOKE -> {
        var chained = operation.chainedInvokeDetails();
        yield new Seen(status(operation), outcome(chained.result(), chained.error()), 0, null);
      }
      case CONTEXT -> {
        var context = operation.contextDetails();
        yield new Seen(status(operation), outcome(context.result(), context.error()), 0, null);
      }
      default -> new Seen(status(operation), null, 0, null);
    };
  }

  private static String status(Operation operation) {
    return operation.statusAsString();
  }

  private static @Nullable String outcome(@Nullable String result, @Nullable ErrorObject error) {
    return error == null ? result : error.errorType();
  }

  /// As an invocation's event tells of it.
  static Seen of(JsonNode operation) {
    var details =
        DETAILS.stream()
            .map(operation::path)
            .filter(JsonNode::isObject)
            .findFirst()
            .orElseGet(() -> operation.path("none"));
    var error = details.at("/Error/ErrorType");
    return new Seen(
        operation.path("Status").asText(),
        error.isTextual() ? error.asText() : details.path("Result").textValue(),
        details.path("Attempt").asInt(),
        details.path("CallbackId").textValue());
  }

  boolean ended() {
    return !OPEN.contains(status);
  }
}
