package dev.hearth.sandbox.contract;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// What an extension is told. Source: AWS Lambda Developer Guide, "Extensions API reference",
/// "Next".
///
/// @param id `Lambda-Extension-Event-Identifier`
/// @param content the members of its JSON
record ExtensionEvent(String id, Map<String, ?> content) {
  /// @param type of the header that the trace came in
  record Tracing(String type, String value) {}

  static ExtensionEvent invoke(Work work) {
    var invocation = work.invocation();
    var content = new LinkedHashMap<String, Object>();
    content.put("eventType", Extension.INVOKE);
    content.put("deadlineMs", work.deadline().toEpochMilli());
    content.put("requestId", invocation.requestId());
    content.put("invokedFunctionArn", invocation.functionArn());
    if (invocation.traceId() != null) {
      content.put("tracing", new Tracing("X-Amzn-Trace-Id", invocation.traceId()));
    }
    return of(content);
  }

  static ExtensionEvent shutdown(ShutdownReason reason, Instant deadline) {
    var content = new LinkedHashMap<String, Object>();
    content.put("eventType", Extension.SHUTDOWN);
    content.put("shutdownReason", reason.wireName());
    content.put("deadlineMs", deadline.toEpochMilli());
    return of(content);
  }

  private static ExtensionEvent of(Map<String, ?> content) {
    return new ExtensionEvent(UUID.randomUUID().toString(), content);
  }
}
