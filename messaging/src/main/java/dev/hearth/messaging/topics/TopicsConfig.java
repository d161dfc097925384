package dev.hearth.messaging.topics;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What an owner of Hearth decides about topics.
///
/// @param publicUrl how endpoints reach Hearth, for the links in notifications, such as
///   `https://hearth.example.org`; null for the address that it listens on
/// @param privateEndpoints whether HTTP endpoints may be on loopback, link-local and private
///   addresses, where a subscription could reach what was never meant for it
public record TopicsConfig(@Nullable URI publicUrl, boolean privateEndpoints) {
  /// Nothing private is reached, and links name Hearth's own address.
  public static final TopicsConfig DEFAULT = new TopicsConfig(null, false);

  /// Rejects what could not begin a link.
  public TopicsConfig {
    if (publicUrl != null
        && (publicUrl.getHost() == null
            || !("http".equals(publicUrl.getScheme()) || "https".equals(publicUrl.getScheme()))
            || !(publicUrl.getRawPath().isEmpty() || publicUrl.getRawPath().equals("/"))
            || publicUrl.getRawQuery() != null)) {
      throw new IllegalArgumentException(
          "publicUrl: " + publicUrl + " (expected: http or https, a host, perhaps a port)");
    }
  }
}
