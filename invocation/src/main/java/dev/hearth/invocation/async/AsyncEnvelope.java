package dev.hearth.invocation.async;

import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.Event;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import org.jspecify.annotations.Nullable;

/// An accepted event as it waits in the queue.
record AsyncEnvelope(FunctionReference function, Event event) {
  /// Enough of a queued event to read all but its payload: the client's context is the longest part
  /// of it, and JSON may write each of its characters as six.
  static final int HEAD_BYTES = 32 * 1024;

  private record Head(
      String account,
      String region,
      String name,
      String qualifier,
      String requestId,
      @Nullable String clientContext,
      @Nullable String traceId,
      @Nullable String tenantId) {}

  Payload encode() {
    return Framed.join(
        new Head(
            function.account().digits(),
            function.region().name(),
            function.name(),
            function.qualifier(),
            event.requestId(),
            event.clientContext(),
            event.traceId(),
            event.tenantId()),
        event.payload());
  }

  /// @param stored whole, or at least its first [#HEAD_BYTES]: then the payload is cut off as well
  static AsyncEnvelope decode(Payload stored) {
    var head = Framed.head(stored, Head.class);
    var function =
        new FunctionReference(
            new AccountId(head.account), new Region(head.region), head.name, head.qualifier);
    return new AsyncEnvelope(
        function,
        new Event(
            head.requestId,
            function.arn(),
            Framed.body(stored),
            head.clientContext,
            head.traceId,
            head.tenantId));
  }

  /// The same event under another request id, and with another trace.
  AsyncEnvelope renamed(String requestId, @Nullable String traceId) {
    return new AsyncEnvelope(
        function,
        new Event(
            requestId,
            event.functionArn(),
            event.payload(),
            event.clientContext(),
            traceId,
            event.tenantId()));
  }
}
