package dev.hearth.server;

import dev.hearth.messaging.sources.registered.RegisteredSources;
import dev.hearth.messaging.topics.TopicsConfig;

/// How messages come from outside of Hearth and go there.
///
/// @param topics how topics reach the world, and the world them
/// @param sources brokers and stores that functions may read
public record MessagingConfig(TopicsConfig topics, RegisteredSources sources) {
  /// Topics reach public endpoints only, and functions read nothing but what Hearth has itself.
  public static final MessagingConfig DEFAULT =
      new MessagingConfig(TopicsConfig.DEFAULT, RegisteredSources.NONE);
}
