package dev.hearth.workflows.execution;

import dev.hearth.functions.catalogue.Refusals;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.ErrorObject;

/// Errors that users send, and those that Hearth itself gives operations and executions.
final class Errors {
  private static final int MAX_CHARACTERS = 1024 * 1024;

  private Errors() {}

  static ErrorObject of(String type, String message) {
    return ErrorObject.builder().errorType(type).errorMessage(message).build();
  }

  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException` for one too large
  static void check(@Nullable ErrorObject error) {
    if (error == null) {
      return;
    }
    var texts = Stream.of(error.errorMessage(), error.errorType(), error.errorData());
    var trace = error.hasStackTrace() ? error.stackTrace().stream() : Stream.<String>empty();
    int size = Stream.concat(texts, trace).mapToInt(text -> text == null ? 0 : text.length()).sum();
    if (size > MAX_CHARACTERS) {
      throw Refusals.invalid(
          "Error: %d characters (expected: at most %d)".formatted(size, MAX_CHARACTERS));
    }
  }
}
