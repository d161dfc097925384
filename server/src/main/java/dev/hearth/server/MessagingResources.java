package dev.hearth.server;

import dev.hearth.identity.ResourcePolicies;
import dev.hearth.messaging.buses.BusPolicies;
import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.messaging.queues.QueuesPart;
import dev.hearth.messaging.topics.TopicsPart;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.store.Database;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// What messaging keeps policies of. Identity asks for them, so this is made before it, and the
/// rest of [Messaging] after it.
record MessagingResources(QueuesPart queues, TopicStore topics, BusPolicies buses)
    implements ResourcePolicies {
  static MessagingResources of(
      Database database, InstantSource clock, Supplier<String> ids, SecureRandom random) {
    return new MessagingResources(
        new QueuesPart(database, clock, ids, random),
        new TopicStore(database),
        new BusPolicies(new BusStore(database)));
  }

  @Override
  public Optional<String> find(String resourceArn) {
    return queues
        .queues()
        .policies()
        .find(resourceArn)
        .or(() -> TopicsPart.policies(topics).find(resourceArn))
        .or(() -> buses.find(resourceArn));
  }
}
