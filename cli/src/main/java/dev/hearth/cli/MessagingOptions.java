package dev.hearth.cli;

import dev.hearth.messaging.sources.registered.RegisteredSources;
import dev.hearth.messaging.topics.TopicsConfig;
import dev.hearth.server.MessagingConfig;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `hearth up` is told about how messages come from outside of Hearth and go there.
final class MessagingOptions {
  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description =
          "How the world reaches this Hearth, for the links in notifications (default: the address"
              + " that it listens on).")
  private @Nullable URI publicUrl;

  @Option(
      names = "--private-endpoints",
      description = "Let topics deliver to HTTP endpoints on loopback and private addresses, too.")
  private boolean privateEndpoints;

  @Option(
      names = "--sources",
      paramLabel = "FILE",
      description =
          "Let functions read brokers outside of Hearth: lines NAME = URL, such as orders ="
              + " amqps://user:password@host/vhost; also mqtts://, natss://, postgress://"
              + " and rediss://.")
  private @Nullable Path sources;

  /// @throws IllegalArgumentException for a URL, a file or a line that cannot be used
  MessagingConfig config() {
    return new MessagingConfig(
        new TopicsConfig(publicUrl, privateEndpoints),
        sources == null ? RegisteredSources.NONE : RegisteredSources.read(sources));
  }
}
