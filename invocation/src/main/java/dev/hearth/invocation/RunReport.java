package dev.hearth.invocation;

import dev.hearth.sandbox.Run;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The lines that Lambda writes around a run. Source: AWS Lambda Developer Guide, "Log formats".
final class RunReport {
  private RunReport() {}

  static String start(String requestId, String version) {
    return "START RequestId: " + requestId + " Version: " + version;
  }

  static String end(String requestId) {
    return "END RequestId: " + requestId;
  }

  /// @param init only for a sandbox's first run; it is billed, as Lambda has done since August 2025
  static String report(
      String requestId, Run run, @Nullable Duration init, int memorySize, int maxMemoryUsed) {
    var billed = run.duration().plus(init == null ? Duration.ZERO : init);
    var line =
        new StringBuilder()
            .append("REPORT RequestId: " + requestId)
            .append("\tDuration: " + milliseconds(run.duration()) + " ms")
            .append("\tBilled Duration: " + Math.ceilDiv(billed.toNanos(), 1_000_000L) + " ms")
            .append("\tMemory Size: " + memorySize + " MB")
            .append("\tMax Memory Used: " + maxMemoryUsed + " MB");
    if (init != null) {
      line.append("\tInit Duration: " + milliseconds(init) + " ms");
    }
    switch (run) {
      case Run.TimedOut _ -> line.append("\tStatus: timeout");
      case Run.Crashed crashed ->
          line.append("\tStatus: error\tError Type: " + FunctionError.typeOf(crashed));
      case Run.InitFailed failed ->
          line.append("\tStatus: error\tError Type: " + failed.errorType());
      case Run.Succeeded _, Run.Failed _, Run.TooLarge _ -> {}
    }
    return line.append('\t').toString();
  }

  private static String milliseconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f", duration.toNanos() / 1e6);
  }
}
