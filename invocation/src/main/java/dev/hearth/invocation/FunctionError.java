package dev.hearth.invocation;

import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Run;
import java.util.Locale;

/// The error documents that Lambda answers where the function gave none of its own.
final class FunctionError {
  private FunctionError() {}

  /// What the caller receives with `X-Amz-Function-Error: Unhandled`, or of a success the response.
  static Payload document(Run run, String requestId) {
    return switch (run) {
      case Run.Succeeded succeeded -> succeeded.payload();
      case Run.Failed failed -> failed.payload();
      case Run.InitFailed failed -> failed.payload();
      case Run.TimedOut timedOut ->
          document("Sandbox.Timedout", "RequestId: " + requestId + " Error: " + reason(timedOut));
      case Run.RestoreFailed failed ->
          document(
              String.valueOf(failed.errorType()), "RequestId: " + requestId + " Error: restore");
      case Run.Crashed crashed ->
          document(
              Run.crashType(crashed.outOfMemory()),
              "RequestId: " + requestId + " Error: " + reason(crashed));
      case Run.ExtensionFailed failed ->
          document(failed.errorType(), "RequestId: " + requestId + " Error: " + failed.reason());
      case Run.TooLarge tooLarge ->
          document(
              "Function.ResponseSizeTooLarge",
              "Response payload size exceeded maximum allowed payload size ("
                  + tooLarge.limit()
                  + " bytes).");
    };
  }

  static String reason(Run.TimedOut timedOut) {
    return String.format(
        Locale.ROOT, "Task timed out after %.2f seconds", timedOut.limit().toMillis() / 1e3);
  }

  static String reason(Run.Crashed crashed) {
    return crashed.exit().equals("exit status 0")
        ? "Runtime exited without providing a reason"
        : "Runtime exited with error: " + crashed.exit();
  }

  // Every text here is our own, or a type's name, and needs no escaping.
  private static Payload document(String type, String message) {
    return Payload.of("{\"errorType\":\"" + type + "\",\"errorMessage\":\"" + message + "\"}");
  }
}
