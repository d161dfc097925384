package dev.hearth.sandbox;

import dev.hearth.kernel.Payload;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How one invocation ended. A function that fails is an ordinary value, never an exception.
public sealed interface Run {
  /// From the event being handed over to the answer, or to what cut it off.
  Duration duration();

  /// How it ended, for reports.
  default PlatformEvent.Status status() {
    return switch (this) {
      case Succeeded _ -> PlatformEvent.Status.SUCCESS;
      case Failed _, TooLarge _ -> PlatformEvent.Status.ERROR;
      case InitFailed _, Crashed _, ExtensionFailed _ -> PlatformEvent.Status.FAILURE;
      case TimedOut _ -> PlatformEvent.Status.TIMEOUT;
      case RestoreFailed failed ->
          failed.timedOut() ? PlatformEvent.Status.TIMEOUT : PlatformEvent.Status.FAILURE;
    };
  }

  /// What the failure is called, or null.
  default @Nullable String errorType() {
    return switch (this) {
      case Succeeded _, TimedOut _ -> null;
      case Failed failed -> failed.errorType();
      case InitFailed failed -> failed.errorType();
      case ExtensionFailed failed -> failed.errorType();
      case RestoreFailed failed -> failed.errorType();
      case Crashed crashed -> crashType(crashed.outOfMemory());
      case TooLarge _ -> "Function.ResponseSizeTooLarge";
    };
  }

  /// What Lambda calls a runtime's end.
  static String crashType(boolean outOfMemory) {
    return outOfMemory ? "Runtime.OutOfMemory" : "Runtime.ExitError";
  }

  /// The function answered.
  ///
  /// @param payload its response; empty where it was streamed
  /// @param contentType as the runtime named it
  record Succeeded(Payload payload, String contentType, Duration duration) implements Run {}

  /// The function reported an error; the sandbox can serve again.
  ///
  /// @param payload the runtime's `{"errorMessage", "errorType", "stackTrace"}`
  /// @param errorType `Lambda-Runtime-Function-Error-Type`, or null
  record Failed(Payload payload, @Nullable String errorType, Duration duration) implements Run {}

  /// The runtime could not load the function (`/runtime/init/error`); the sandbox is finished.
  record InitFailed(Payload payload, @Nullable String errorType, Duration duration)
      implements Run {}

  /// A copy of a snapshot did not come to the event: its hooks after the restore failed, or took
  /// more than 10 s; the sandbox is finished.
  ///
  /// @param errorType such as `Runtime.AfterRestoreError`; null where `timedOut`
  record RestoreFailed(boolean timedOut, @Nullable String errorType, Duration duration)
      implements Run {}

  /// The deadline passed; the sandbox was killed.
  record TimedOut(Duration limit, Duration duration) implements Run {}

  /// The process ended without an answer; the sandbox is finished.
  ///
  /// @param exit such as `exit status 1` or `signal: killed`
  /// @param outOfMemory whether the memory limit was what killed it
  record Crashed(String exit, boolean outOfMemory, Duration duration) implements Run {}

  /// An extension failed, and the sandbox with it.
  ///
  /// @param errorType such as `Extension.Crash`
  /// @param reason such as `exit status 1`
  record ExtensionFailed(String errorType, String reason, Duration duration) implements Run {}

  /// The response was larger than the contract allows; the sandbox can serve again.
  ///
  /// @param bytes that came
  /// @param limit that a response may have, which is higher where it is streamed
  record TooLarge(long bytes, long limit, Duration duration) implements Run {}

  /// Whether the sandbox may take another invocation.
  default boolean reusable() {
    return this instanceof Succeeded || this instanceof Failed || this instanceof TooLarge;
  }
}
