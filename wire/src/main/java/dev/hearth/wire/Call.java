package dev.hearth.wire;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.net.URI;
import java.time.Instant;

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
public record Call(
    String requestId,
    String service,
    String operation,
    Region region,
    Caller caller,
    URI endpoint,
    String sourceAddress,
    String userAgent,
    Instant time) {

  /// The caller's account, in which names without an account are looked up.
  public AccountId account() {
    return caller.account();
  }
}
