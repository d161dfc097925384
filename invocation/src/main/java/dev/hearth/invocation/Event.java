package dev.hearth.invocation;

import dev.hearth.kernel.Payload;
import org.jspecify.annotations.Nullable;

/// What a function is invoked with.
///
/// @param requestId a UUID; an asynchronous event keeps it over all its attempts
/// @param functionArn as invoked: with the qualifier where the caller named one
/// @param payload a JSON document
/// @param clientContext the decoded JSON of `X-Amz-Client-Context`, or null
/// @param traceId `X-Amzn-Trace-Id`, or null
/// @param tenantId whose invocation it is, where the function isolates tenants; else null
public record Event(
    String requestId,
    String functionArn,
    Payload payload,
    @Nullable String clientContext,
    @Nullable String traceId,
    @Nullable String tenantId) {
  /// An event of no tenant.
  public Event(
      String requestId,
      String functionArn,
      Payload payload,
      @Nullable String clientContext,
      @Nullable String traceId) {
    this(requestId, functionArn, payload, clientContext, traceId, null);
  }
}
