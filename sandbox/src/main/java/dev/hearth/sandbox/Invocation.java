package dev.hearth.sandbox;

import dev.hearth.kernel.Payload;
import org.jspecify.annotations.Nullable;

/// One event for a sandbox to run.
///
/// It may run for [SandboxSpec#timeout()], counted from when the runtime is given it: the deadline
/// that the function sees is set then, so that initialisation is not counted.
///
/// @param requestId a UUID, `Lambda-Runtime-Aws-Request-Id`
/// @param functionArn the ARN as invoked, qualifier included
/// @param payload JSON, handed to the function as it came
/// @param traceId `Lambda-Runtime-Trace-Id`, or null
/// @param clientContext the decoded JSON of `X-Amz-Client-Context`, or null
/// @param cognitoIdentity JSON, or null
/// @param tenantId `Lambda-Runtime-Aws-Tenant-Id`, or null for a function without tenants
/// @param stream where a streamed response goes as it comes; null where the caller takes only whole
///   responses, and what a function streams is collected up to the payload limit
public record Invocation(
    String requestId,
    String functionArn,
    Payload payload,
    @Nullable String traceId,
    @Nullable String clientContext,
    @Nullable String cognitoIdentity,
    @Nullable String tenantId,
    @Nullable ResponseStream stream) {
  /// An event of no tenant.
  public Invocation(
      String requestId,
      String functionArn,
      Payload payload,
      @Nullable String traceId,
      @Nullable String clientContext,
      @Nullable String cognitoIdentity,
      @Nullable ResponseStream stream) {
    this(requestId, functionArn, payload, traceId, clientContext, cognitoIdentity, null, stream);
  }
}
