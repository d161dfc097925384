package dev.hearth.sandbox;

import dev.hearth.kernel.Payload;
import java.io.OutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One event for a sandbox to run.
///
/// @param requestId a UUID, `Lambda-Runtime-Aws-Request-Id`
/// @param functionArn the ARN as invoked, qualifier included
/// @param payload JSON, handed to the function as it came
/// @param deadline when the run is cut off
/// @param traceId `Lambda-Runtime-Trace-Id`, or null
/// @param clientContext the decoded JSON of `X-Amz-Client-Context`, or null
/// @param cognitoIdentity JSON, or null
/// @param stream where a streamed response goes as it comes; null where the caller takes only whole
///   responses, and a function that streams is collected up to the payload limit
public record Invocation(
    String requestId,
    String functionArn,
    Payload payload,
    Instant deadline,
    @Nullable String traceId,
    @Nullable String clientContext,
    @Nullable String cognitoIdentity,
    @Nullable OutputStream stream) {}
