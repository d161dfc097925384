package dev.hearth.functions.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.kernel.ServiceException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Checks a function's environment variables. Their values appear in no message.
final class EnvironmentInput {
  private static final int MAX_BYTES = 4096;
  private static final Pattern KEY = Pattern.compile("[a-zA-Z]([a-zA-Z0-9_])+");
  private static final String UNABLE =
      "Lambda was unable to configure your environment variables because the environment variables"
          + " you have provided ";

  /// Source: "Defined runtime environment variables" in the Lambda developer guide.
  private static final Set<String> RESERVED =
      Set.of(
          "_HANDLER",
          "_X_AMZN_TRACE_ID",
          "AWS_DEFAULT_REGION",
          "AWS_REGION",
          "AWS_EXECUTION_ENV",
          "AWS_LAMBDA_FUNCTION_NAME",
          "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
          "AWS_LAMBDA_FUNCTION_VERSION",
          "AWS_LAMBDA_INITIALIZATION_TYPE",
          "AWS_LAMBDA_LOG_GROUP_NAME",
          "AWS_LAMBDA_LOG_STREAM_NAME",
          "AWS_ACCESS_KEY",
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_LAMBDA_RUNTIME_API",
          "LAMBDA_TASK_ROOT",
          "LAMBDA_RUNTIME_DIR");

  private EnvironmentInput() {}

  /// The variables, in the order of their keys.
  static Map<String, String> check(Map<String, String> variables) {
    var reserved = new TreeSet<>(variables.keySet());
    reserved.retainAll(RESERVED);
    if (!reserved.isEmpty()) {
      throw Refusals.invalid(
          UNABLE
              + "contains reserved keys that are currently not supported for modification."
              + " Reserved keys used in this request: "
              + String.join(", ", reserved));
    }
    for (String key : variables.keySet()) {
      if (!KEY.matcher(key).matches()) {
        throw new ServiceException(
            "ValidationException",
            400,
            "1 validation error detected: Value at 'environment.variables' failed to satisfy"
                + " constraint: Map keys must satisfy constraint: [Member must satisfy regular"
                + " expression pattern: "
                + KEY
                + "] (key: "
                + key
                + ")");
      }
    }
    if (variables.values().stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
      throw Refusals.invalid(UNABLE + "contain a NUL character.");
    }
    int size = size(variables);
    if (size > MAX_BYTES) {
      throw Refusals.invalid(UNABLE + "exceeded the 4KB limit. Bytes measured: " + size);
    }
    return new TreeMap<>(variables);
  }

  /// In bytes, as Lambda measures it: as a JSON object without blanks.
  private static int size(Map<String, String> variables) {
    return 1
        + variables.entrySet().stream()
            .mapToInt(each -> bytes(each.getKey()) + bytes(each.getValue()) + "\"\":\"\",".length())
            .sum();
  }

  private static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }
}
