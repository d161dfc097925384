package dev.hearth.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the platform has to say about a sandbox: to its function's log, and to those inside who
/// subscribed to it.
///
/// Source: AWS Lambda Developer Guide, "Lambda Telemetry API Event schema reference".
public sealed interface PlatformEvent {
  /// How a phase ended.
  enum Status {
    SUCCESS,
    /// The function failed, and can be called again.
    ERROR,
    /// The runtime or an extension is gone.
    FAILURE,
    TIMEOUT
  }

  /// A part of a phase.
  ///
  /// @param name such as `responseLatency`
  record Span(String name, Instant start, Duration duration) {}

  /// The initialisation begins.
  ///
  /// @param type `on-demand`, `provisioned-concurrency` or `snap-start`
  /// @param runtimeVersion what the function runs on, such as `python3.12`
  /// @param memoryMebibytes of the sandbox
  record InitStart(
      String type,
      String runtimeVersion,
      String runtimeVersionArn,
      String functionName,
      String functionVersion,
      int memoryMebibytes)
      implements PlatformEvent {}

  /// The runtime asked for its first event, or will never.
  record InitRuntimeDone(String type, Status status, @Nullable String errorType)
      implements PlatformEvent {}

  /// The initialisation is over, that of the extensions too.
  record InitReport(String type, Status status, @Nullable String errorType, Duration duration)
      implements PlatformEvent {}

  /// A sandbox is being made as a copy of a snapshot.
  ///
  /// @param runtimeVersion what the function runs on, such as `python3.12`
  /// @param memoryMebibytes of the sandbox
  record RestoreStart(
      String runtimeVersion,
      String runtimeVersionArn,
      String functionName,
      String functionVersion,
      int memoryMebibytes)
      implements PlatformEvent {}

  /// The hooks after the restore have run, or will never.
  record RestoreRuntimeDone(Status status, @Nullable String errorType) implements PlatformEvent {}

  /// The restore is over.
  record RestoreReport(Status status, @Nullable String errorType, Duration duration)
      implements PlatformEvent {}

  /// How long a restore took.
  ///
  /// @param billed the part of it that the function's own code took
  record Restored(Duration duration, Duration billed) {}

  /// An event is handed to the function.
  ///
  /// @param traceId as the function gets it, or null
  record Start(String requestId, String version, @Nullable String traceId)
      implements PlatformEvent {}

  /// The function answered, or will never.
  ///
  /// @param producedBytes of its answer
  /// @param spans in the order of their start
  record RuntimeDone(
      String requestId,
      Status status,
      @Nullable String errorType,
      Duration duration,
      long producedBytes,
      @Nullable String traceId,
      List<Span> spans)
      implements PlatformEvent {}

  /// The invocation is over, its extensions have finished too.
  ///
  /// @param billed rounded up to whole milliseconds
  /// @param init of the sandbox's first invocation only
  /// @param restored in place of `init`, of a copy of a snapshot
  record Report(
      String requestId,
      Status status,
      @Nullable String errorType,
      Duration duration,
      Duration billed,
      int memorySizeMebibytes,
      int maxMemoryUsedMebibytes,
      @Nullable Duration init,
      @Nullable Restored restored,
      @Nullable String traceId)
      implements PlatformEvent {}

  /// An extension is registered, or has failed.
  ///
  /// @param state `Ready`, `Registered`, `LaunchError`, `Exited`…
  /// @param events `INVOKE`, `SHUTDOWN`
  record Extension(String name, String state, List<String> events, @Nullable String errorType)
      implements PlatformEvent {}

  /// An extension subscribed to telemetry.
  ///
  /// @param types `platform`, `function`, `extension`
  /// @param logsApi whether it did so through the Logs API, the older of the two
  record Subscription(String name, List<String> types, boolean logsApi) implements PlatformEvent {}

  /// A subscriber was too slow.
  record LogsDropped(String reason, long droppedRecords, long droppedBytes)
      implements PlatformEvent {}
}
