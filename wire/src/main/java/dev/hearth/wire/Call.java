package dev.hearth.wire;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The circumstances of one request, beside its input.
///
/// @param requestId a UUID, answered as `x-amzn-RequestId`
/// @param service the signing name, such as `lambda`
/// @param operation such as `CreateFunction`
/// @param region the one that the request was signed for
/// @param caller who signed
/// @param endpoint how the client reached Hearth, as `http://127.0.0.1:4566`, to build URLs from
/// @param sourceAddress the client's IP address
/// @param userAgent empty where the client sent none
/// @param time when the request was accepted
/// @param traceId the client's `X-Amzn-Trace-Id`, or null
public record Call(
    String requestId,
    String service,
    String operation,
    Region region,
    Caller caller,
    URI endpoint,
    String sourceAddress,
    String userAgent,
    Instant time,
    @Nullable String traceId) {

  /// A call that carries no trace id.
  public Call(
      String requestId,
      String service,
      String operation,
      Region region,
      Caller caller,
      URI endpoint,
      String sourceAddress,
      String userAgent,
      Instant time) {
    this(
        requestId,
        service,
        operation,
        region,
        caller,
        endpoint,
        sourceAddress,
        userAgent,
        time,
        null);
  }

  /// The caller's account, in which names without an account are looked up.
  public AccountId account() {
    return caller.account();
  }
}
