package dev.hearth.workflows.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.kernel.Payload;
import dev.hearth.wire.protocol.ModelJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.ErrorObject;
import software.amazon.awssdk.services.lambda.model.Operation;

/// The documents that Lambda and the durable execution SDKs exchange in an invocation: the event
/// tells which execution it is and what has happened so far; the answer, how it stands.
final class Envelope {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> TIMES =
      List.of("StartTimestamp", "EndTimestamp", "NextAttemptTimestamp", "ScheduledEndTimestamp");
  private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

  private Envelope() {}

  /// The event of an invocation.
  ///
  /// @param marker where `GetDurableExecutionState` goes on; empty where this is all
  static Payload event(StoredExecution execution, List<StoredOperation> operations, String marker) {
    var event = MAPPER.createObjectNode();
    event.put("DurableExecutionArn", execution.arn().toString());
    event.put("CheckpointToken", execution.token());
    var state = event.putObject("InitialExecutionState");
    var list = state.putArray("Operations");
    operations.forEach(operation -> list.add(inMillis(tree(operation.model()))));
    state.put("NextMarker", marker);
    return write(event);
  }

  /// What an invocation answered.
  sealed interface Answer {
    /// @param result null where it was checkpointed before, being large
    record Succeeded(@Nullable String result) implements Answer {}

    /// @param error null where it was checkpointed before, being large
    record Failed(@Nullable ErrorObject error) implements Answer {}

    /// It waits for something.
    record Pending() implements Answer {}

    /// It is no answer of a durable function's.
    record Malformed(String why) implements Answer {}
  }

  static Answer answer(Payload payload) {
    JsonNode answer;
    try {
      answer = MAPPER.readTree(payload.bytes());
    } catch (IOException e) {
      return new Answer.Malformed("it is no JSON");
    }
    return switch (answer.path("Status").asText()) {
      case "SUCCEEDED" -> new Answer.Succeeded(text(answer.path("Result")));
      case "FAILED" -> new Answer.Failed(error(answer.path("Error")));
      case "PENDING" -> new Answer.Pending();
      default -> new Answer.Malformed("it has no Status of SUCCEEDED, FAILED or PENDING");
    };
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() ? node.asText() : null;
  }

  private static @Nullable ErrorObject error(JsonNode node) {
    return node.isObject()
        ? ErrorObject.builder()
            .errorType(text(node.path("ErrorType")))
            .errorMessage(text(node.path("ErrorMessage")))
            .errorData(text(node.path("ErrorData")))
            .stackTrace(texts(node.path("StackTrace")))
            .build()
        : null;
  }

  /// The error that a function of no durable kind reports.
  static ErrorObject functionError(Payload document) {
    try {
      var node = MAPPER.readTree(document.bytes());
      return ErrorObject.builder()
          .errorType(text(node.path("errorType")))
          .errorMessage(text(node.path("errorMessage")))
          .stackTrace(texts(node.path("stackTrace")))
          .build();
    } catch (IOException e) {
      return Errors.of("Unhandled", "The function failed with something that is no JSON.");
    }
  }

  /// The error document that an invoker of the function is given.
  static Payload document(@Nullable ErrorObject error) {
    var document = MAPPER.createObjectNode();
    if (error != null) {
      document.put("errorType", error.errorType());
      document.put("errorMessage", error.errorMessage());
      if (error.errorData() != null) {
        document.put("errorData", error.errorData());
      }
      if (error.hasStackTrace()) {
        error.stackTrace().forEach(document.putArray("stackTrace")::add);
      }
    }
    return write(document);
  }

  private static @Nullable List<String> texts(JsonNode node) {
    if (!node.isArray()) {
      return null;
    }
    var texts = new ArrayList<String>();
    node.forEach(line -> texts.add(line.asText()));
    return texts;
  }

  private static ObjectNode tree(Operation operation) {
    try {
      return (ObjectNode) MAPPER.readTree(ModelJson.write(operation).bytes());
    } catch (IOException e) {
      throw new IllegalStateException("our own JSON", e);
    }
  }

  /// The SDKs read times of the event in milliseconds, and those of the API's answers in seconds.
  private static ObjectNode inMillis(ObjectNode node) {
    for (var name : TIMES) {
      if (node.has(name)) {
        node.put(name, node.get(name).decimalValue().multiply(MILLIS).longValue());
      }
    }
    node.forEach(
        child -> {
          if (child instanceof ObjectNode object) {
            inMillis(object);
          }
        });
    return node;
  }

  private static Payload write(JsonNode node) {
    try {
      return Payload.of(MAPPER.writeValueAsBytes(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("unwritable", e);
    }
  }
}
