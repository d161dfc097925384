package dev.hearth.wire.http;

import dev.hearth.kernel.Require;
import java.time.Duration;

/// What one client may take from the server; beyond it a request is refused and its connection
/// closed.
///
/// @param headBytes request line and headers together, 1 024 and more; a reader's buffer (8 KiB)
///   more may be taken in before it is noticed. Beyond: 431
/// @param bodyBytes content of one request; services have lower limits of their own. Beyond: 413
/// @param connections open at once; further clients wait in the system's backlog
/// @param headTime from a request's first byte to the end of its headers. Beyond: 408
/// @param idleTime a connection may stay open without a request
/// @param stallTime a body's next bytes may take, or the client to take in an answer's next bytes.
///   Beyond: 408, or the connection is closed where an answer has begun
/// @param bodyBytesPerSecond slowest body, on average over the time spent waiting for it, once it
///   has been waited for `stallTime` in all. Beyond: 408
/// @param drainTime requests in flight may still take when the server stops
public record HttpLimits(
    int headBytes,
    long bodyBytes,
    int connections,
    Duration headTime,
    Duration idleTime,
    Duration stallTime,
    int bodyBytesPerSecond,
    Duration drainTime) {

  /// AWS's 16 KiB of headers, S3's 5 GiB for one upload and room for its chunk framing, and times
  /// that a slow mobile client can meet.
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          16 << 10,
          6L << 30,
          8_192,
          Duration.ofSeconds(10),
          Duration.ofSeconds(65),
          Duration.ofSeconds(20),
          240,
          Duration.ofSeconds(8));

  /// Rejects limits that would refuse every request.
  public HttpLimits {
    Require.between("headBytes", headBytes, 1_024, 1 << 20);
    Require.between("bodyBytes", bodyBytes, 0, Long.MAX_VALUE);
    Require.between("connections", connections, 1, 1 << 20);
    Require.between("headTime", headTime.toMillis(), 1, 600_000);
    Require.between("idleTime", idleTime.toMillis(), 1, 3_600_000);
    Require.between("stallTime", stallTime.toMillis(), 1, 3_600_000);
    Require.between("bodyBytesPerSecond", bodyBytesPerSecond, 0, 1 << 20);
    Require.between("drainTime", drainTime.toMillis(), 0, 900_000);
  }

  /// The shortest of the times that connections are watched for.
  Duration shortest() {
    var shortest = headTime.compareTo(idleTime) < 0 ? headTime : idleTime;
    return shortest.compareTo(stallTime) < 0 ? shortest : stallTime;
  }
}
