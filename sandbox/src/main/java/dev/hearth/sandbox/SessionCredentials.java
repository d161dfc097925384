package dev.hearth.sandbox;

import java.time.Instant;

/// What a function's SDK signs with, as it is told inside. `secret` and `token` never reach a log.
///
/// @param expiration after which the SDK must have asked for others
public record SessionCredentials(
    String accessKeyId, String secret, String token, Instant expiration) {
  /// Issues them whenever a sandbox asks.
  @FunctionalInterface
  public interface Source {
    SessionCredentials issue();
  }

  @Override
  public String toString() {
    return "SessionCredentials[" + accessKeyId + "]";
  }
}
