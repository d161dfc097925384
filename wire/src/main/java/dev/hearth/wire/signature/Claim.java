package dev.hearth.wire.signature;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request says about its signature; nothing of it is believed yet.
///
/// @param signedHeaders lower-case names in the order they were signed
/// @param signature 64 hex digits, if it is one
/// @param timestamp when it was signed, as strings to sign have it: `20261121T040506Z`
/// @param time the same moment
/// @param token the session token of temporary keys
/// @param presigned whether all this came in the query
/// @param validity how long a presigned request lasts; null for one that is sent at once
record Claim(
    Credential credential,
    List<String> signedHeaders,
    String signature,
    String timestamp,
    Instant time,
    @Nullable String token,
    boolean presigned,
    @Nullable Duration validity) {

  @Override
  public String toString() {
    return "Claim[" + credential.accessKeyId() + "]"; // a token is a secret
  }
}
