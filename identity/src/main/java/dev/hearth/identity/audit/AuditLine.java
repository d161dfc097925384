package dev.hearth.identity.audit;

import java.time.Instant;
import java.util.List;

/// A line of the trail, before it has its place in the chain.
///
/// @param eventSource such as `lambda.amazonaws.com`
/// @param username of a user, or the name of a session
/// @param accessKeyId empty for none
/// @param errorCode empty for success
/// @param resources ARNs
/// @param json the line itself: canonical JSON
public record AuditLine(
    Instant time,
    String account,
    String region,
    String eventId,
    String requestId,
    String eventName,
    String eventSource,
    String username,
    String accessKeyId,
    boolean readOnly,
    boolean management,
    String errorCode,
    List<String> resources,
    String json) {

  /// In the trail.
  ///
  /// @param seq its place, from 1 on
  /// @param hash SHA-256 in hex over the hash before it and the JSON
  public record Placed(long seq, AuditLine line, String hash) {}
}
