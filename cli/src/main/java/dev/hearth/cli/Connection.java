package dev.hearth.cli;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Where a Hearth serves, and who calls it.
///
/// @param sessionToken of temporary credentials, else null
/// @param region such as `us-east-1`
public record Connection(
    URI endpoint,
    String accessKeyId,
    String secretAccessKey,
    @Nullable String sessionToken,
    String region) {
  @Override
  public String toString() {
    return "Connection[" + accessKeyId + " at " + endpoint + "]";
  }
}
