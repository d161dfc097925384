package dev.hearth.invocation;

import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.PlatformEvent.Status;
import dev.hearth.sandbox.SandboxSpec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The platform's events as lines of text. Most events have none. Source: AWS Lambda Developer
/// Guide, "Log formats".
final class RunReport {
  private RunReport() {}

  static List<String> lines(PlatformEvent event) {
    return switch (event) {
      case PlatformEvent.InitStart e ->
          List.of(
              "INIT_START Runtime Version: "
                  + e.runtimeVersion()
                  + "\tRuntime Version ARN: "
                  + e.runtimeVersionArn());
      case PlatformEvent.InitReport e ->
          e.status() != Status.SUCCESS
              ? List.of(initReport(e))
              : e.type().equals(SandboxSpec.SNAP_START)
                  ? List.of("INIT_REPORT Init Duration: " + milliseconds(e.duration()) + " ms")
                  : List.of();
      case PlatformEvent.RestoreStart e ->
          List.of(
              "RESTORE_START Runtime Version: %s\tRuntime Version ARN: %s"
                  .formatted(e.runtimeVersion(), e.runtimeVersionArn()));
      case PlatformEvent.RestoreReport e ->
          List.of(
              "RESTORE_REPORT Restore Duration: "
                  + milliseconds(e.duration())
                  + " ms"
                  + (e.status() == Status.SUCCESS
                      ? ""
                      : "\tStatus: " + status(e.status(), e.errorType())));
      case PlatformEvent.Start e ->
          List.of("START RequestId: " + e.requestId() + " Version: " + e.version());
      case PlatformEvent.Report e ->
          List.of("END RequestId: " + e.requestId(), report(e) + trace(e.traceId()));
      case PlatformEvent.Extension e ->
          List.of(
              "EXTENSION\tName: %s\tState: %s\tEvents: [%s]%s"
                  .formatted(
                      e.name(),
                      e.state(),
                      String.join(", ", e.events()),
                      e.errorType() == null ? "" : "\tError Type: " + e.errorType()));
      case PlatformEvent.Subscription e ->
          List.of(
              "%s\tName: %s\tState: Subscribed\tTypes: [%s]"
                  .formatted(
                      e.logsApi() ? "LOGS" : "TELEMETRY", e.name(), String.join(", ", e.types())));
      case PlatformEvent.InitRuntimeDone _,
          PlatformEvent.RestoreRuntimeDone _,
          PlatformEvent.RuntimeDone _,
          PlatformEvent.LogsDropped _ ->
          List.of();
    };
  }

  private static String initReport(PlatformEvent.InitReport event) {
    return "INIT_REPORT Init Duration: %s ms\tPhase: init\tStatus: %s"
        .formatted(milliseconds(event.duration()), status(event.status(), event.errorType()));
  }

  private static String report(PlatformEvent.Report event) {
    var line =
        new StringBuilder()
            .append("REPORT RequestId: " + event.requestId())
            .append("\tDuration: " + milliseconds(event.duration()) + " ms")
            .append("\tBilled Duration: " + event.billed().toMillis() + " ms")
            .append("\tMemory Size: " + event.memorySizeMebibytes() + " MB")
            .append("\tMax Memory Used: " + event.maxMemoryUsedMebibytes() + " MB");
    if (event.init() != null) {
      line.append("\tInit Duration: " + milliseconds(event.init()) + " ms");
    }
    var restored = event.restored();
    if (restored != null) {
      line.append("\tRestore Duration: " + milliseconds(restored.duration()) + " ms")
          .append("\tBilled Restore Duration: " + ceiling(restored.billed()) + " ms");
    }
    if (event.status() != Status.SUCCESS) {
      line.append("\tStatus: " + status(event.status(), event.errorType()));
    }
    return line.append('\t').toString();
  }

  private static String status(Status status, @Nullable String errorType) {
    if (status == Status.TIMEOUT) {
      return "timeout";
    }
    return "error" + (errorType == null ? "" : "\tError Type: " + errorType);
  }

  /// A second line of the report, of a trace that is recorded.
  private static String trace(@Nullable String traceId) {
    if (traceId == null || !traceId.contains("Sampled=1")) {
      return "";
    }
    var line = new StringBuilder("\n");
    for (var part : traceId.split(";", -1)) {
      if (part.startsWith("Root=")) {
        line.append("XRAY TraceId: " + part.substring("Root=".length()) + "\t");
      } else if (part.startsWith("Parent=")) {
        line.append("SegmentId: " + part.substring("Parent=".length()) + "\t");
      }
    }
    return line.append("Sampled: true\t").toString();
  }

  private static long ceiling(Duration duration) {
    return Math.ceilDiv(duration.toNanos(), 1_000_000L);
  }

  private static String milliseconds(Duration duration) {
    // Not by String.format: no other part of a first run's report takes so long.
    long hundredths = Math.round(duration.toNanos() / 1e4);
    return hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10;
  }
}
