package dev.hearth.workflows.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CallbackDetails;
import software.amazon.awssdk.services.lambda.model.ErrorObject;
import software.amazon.awssdk.services.lambda.model.OperationStatus;

/// How callbacks end: by whoever knows their id, or by time.
final class Callbacks {
  private Callbacks() {}

  /// When a callback that was last heard of at `heard` times out; null for never.
  ///
  /// @param heartbeatSeconds that it may be silent; 0 for any time
  static @Nullable Instant due(Instant heard, @Nullable Instant deadline, int heartbeatSeconds) {
    var silent = heartbeatSeconds == 0 ? null : heard.plusSeconds(heartbeatSeconds);
    if (silent == null || deadline == null) {
      return silent == null ? deadline : silent;
    }
    return silent.isBefore(deadline) ? silent : deadline;
  }

  static void succeed(ExecutionChange change, StoredOperation callback, String result) {
    end(change, callback, OperationStatus.SUCCEEDED, details(callback).result(result).build());
  }

  static void fail(ExecutionChange change, StoredOperation callback, ErrorObject error) {
    end(change, callback, OperationStatus.FAILED, details(callback).error(error).build());
  }

  /// It is still being worked on.
  static void heartbeat(ExecutionChange change, StoredOperation callback) {
    var due = due(change.now(), callback.deadline(), callback.heartbeatSeconds());
    change.put(callback.with(callback.model(), due));
  }

  static void timeOut(ExecutionChange change, StoredOperation callback) {
    var deadline = callback.deadline();
    var late = deadline != null && !deadline.isAfter(change.now());
    var error =
        late
            ? Errors.of("Callback.Timeout", "The callback timed out.")
            : Errors.of("Callback.Heartbeat", "The callback sent no heartbeat in time.");
    end(change, callback, OperationStatus.TIMED_OUT, details(callback).error(error).build());
  }

  private static CallbackDetails.Builder details(StoredOperation callback) {
    return callback.model().callbackDetails().toBuilder();
  }

  private static void end(
      ExecutionChange change,
      StoredOperation callback,
      OperationStatus status,
      CallbackDetails details) {
    var ended =
        callback.model().toBuilder()
            .status(status)
            .endTimestamp(change.now())
            .callbackDetails(details)
            .build();
    change.put(callback.with(ended));
    change.record(event -> History.ended(event, ended));
    change.wake();
  }
}
