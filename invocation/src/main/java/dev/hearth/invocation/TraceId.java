package dev.hearth.invocation;

import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The X-Ray trace that an invocation belongs to: the caller's, or a new one. Whether it is
/// recorded is decided by the caller, else by the function's tracing mode.
///
/// Source: AWS X-Ray Developer Guide, "Tracing header".
public final class TraceId {
  private static final int MAX_LENGTH = 512;

  private TraceId() {}

  /// @param sent the caller's `X-Amzn-Trace-Id`; one that could not be a header's value again
  ///   counts as none
  /// @param requestId is random enough to make a new trace of, and costs nothing more
  public static String of(@Nullable String sent, String requestId, Instant time) {
    return sent != null
            && sent.length() <= MAX_LENGTH
            && sent.chars().allMatch(c -> c >= ' ' && c < 127)
        ? sent
        : fresh(requestId, time);
  }

  private static String fresh(String requestId, Instant time) {
    var random = requestId.replace("-", "");
    var seconds = HexFormat.of().toHexDigits((int) time.getEpochSecond());
    return "Root=1-%s-%s;Parent=%s"
        .formatted(seconds, random.substring(0, 24), random.substring(16, 32));
  }

  /// The trace as the function gets it.
  ///
  /// @param tracing `Active` records what the caller has not decided about
  static @Nullable String sampled(@Nullable String traceId, String tracing) {
    if (traceId == null || traceId.contains("Sampled=0") || traceId.contains("Sampled=1")) {
      return traceId;
    }
    return traceId + (tracing.equals("Active") ? ";Sampled=1" : ";Sampled=0");
  }
}
