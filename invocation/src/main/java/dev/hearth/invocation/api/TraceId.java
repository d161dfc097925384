package dev.hearth.invocation.api;

import dev.hearth.wire.Call;
import java.util.HexFormat;

/// The X-Ray trace that an invocation belongs to: the client's, or a new one that is not sampled.
///
/// Source: AWS X-Ray Developer Guide, "Tracing header".
final class TraceId {
  private static final int MAX_LENGTH = 512;

  private TraceId() {}

  static String of(Call call) {
    var sent = call.traceId();
    // It becomes a header's value in the sandbox.
    return sent != null
            && sent.length() <= MAX_LENGTH
            && sent.chars().allMatch(c -> c >= ' ' && c < 127)
        ? sent
        : fresh(call);
  }

  /// Made of the request id, which is random enough and costs nothing more.
  private static String fresh(Call call) {
    var random = call.requestId().replace("-", "");
    var seconds = HexFormat.of().toHexDigits((int) call.time().getEpochSecond());
    return "Root=1-%s-%s;Parent=%s;Sampled=0"
        .formatted(seconds, random.substring(0, 24), random.substring(16, 32));
  }
}
