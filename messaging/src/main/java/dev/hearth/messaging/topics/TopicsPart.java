package dev.hearth.messaging.topics;

import dev.hearth.functions.Functions;
import dev.hearth.identity.ResourcePolicies;
import dev.hearth.invocation.async.Destination;
import dev.hearth.messaging.sealing.RoleSessions;
import dev.hearth.messaging.topics.api.TopicOperations;
import dev.hearth.messaging.topics.delivery.Confirmations;
import dev.hearth.messaging.topics.delivery.DeadLetters;
import dev.hearth.messaging.topics.delivery.Deliveries;
import dev.hearth.messaging.topics.delivery.HttpEndpoint;
import dev.hearth.messaging.topics.delivery.LambdaEndpoint;
import dev.hearth.messaging.topics.delivery.Links;
import dev.hearth.messaging.topics.delivery.Outbox;
import dev.hearth.messaging.topics.delivery.Planner;
import dev.hearth.messaging.topics.delivery.Publisher;
import dev.hearth.messaging.topics.delivery.SigningKey;
import dev.hearth.messaging.topics.delivery.TopicKeys;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.store.Database;
import dev.hearth.store.Schema;
import dev.hearth.store.WorkQueue;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Service;
import dev.hearth.wire.http.HttpRoute;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/// Topics, put together.
public final class TopicsPart {
  /// The tables, to be given when messaging's database is opened, beside [WorkQueue#SCHEMA].
  public static final Schema SCHEMA = TopicStore.SCHEMA;

  private final TopicStore store;
  private final InstantSource clock;
  private final HttpEndpoint http;
  private final Deliveries deliveries;
  private final Outbox outbox;
  private final RoleSessions sessions;
  private final TopicKeys keys;
  private final Publisher publisher;
  private final Service service;
  private final HttpRoute certificate;

  /// What topics ask of other parts.
  ///
  /// @param queues of messaging's database
  /// @param functions tells which functions there are
  /// @param invocations takes in events for them
  /// @param authorization decides by the policies of queues and functions
  /// @param sessions of the functions' roles, which publish for them
  /// @param requestIds UUIDs
  public record Ports(
      QueueSender queues,
      Functions functions,
      LambdaEndpoint.Invocations invocations,
      Authorization authorization,
      RoleSessions sessions,
      Supplier<String> requestIds) {}

  /// @param store of messaging's database; it is made first, for whoever decides requests asks it
  /// @param database messaging's
  /// @param folder of this part's own, for its signing key
  /// @param endpoint Hearth's own address
  public TopicsPart(
      TopicStore store,
      Database database,
      Path folder,
      URI endpoint,
      TopicsConfig config,
      Ports ports,
      InstantSource clock,
      SecureRandom random) {
    this.store = store;
    this.clock = clock;
    sessions = ports.sessions();
    keys = new TopicKeys(clock);
    var publicUrl = config.publicUrl();
    var signing = new SigningKey(folder, random, clock);
    var links = new Links(publicUrl == null ? endpoint : publicUrl, signing);
    var access = new ServiceAccess(ports.authorization(), endpoint, ports.requestIds(), clock);
    var deadLetters = new DeadLetters(ports.queues(), access);
    http = new HttpEndpoint(config.privateEndpoints());
    var lambda =
        new LambdaEndpoint(ports.functions(), ports.invocations(), access, ports.requestIds());
    deliveries =
        new Deliveries(
            new WorkQueue(database, "topic-deliveries", clock),
            store,
            Map.of("http", http, "https", http, "lambda", lambda),
            deadLetters,
            keys,
            clock,
            random::nextDouble);
    outbox = new Outbox(store, links, keys);
    var planner = new Planner(ports.queues(), access, deliveries, deadLetters, outbox, links);
    publisher = new Publisher(store, deliveries, planner, keys, ports.requestIds(), clock);
    var confirmations =
        new Confirmations(
            ports.queues(), access, deliveries, outbox, links, ports.requestIds(), clock);
    service =
        TopicOperations.of(
            store, publisher, confirmations, outbox, ports.requestIds(), random, clock);
    certificate = links.certificateRoute();
  }

  /// The operations.
  public Service service() {
    return service;
  }

  /// The policies of topics, for whoever decides requests.
  public static ResourcePolicies policies(TopicStore store) {
    return store.cache();
  }

  /// What seals the messages of topics that have a KMS key.
  public TopicKeys keys() {
    return keys;
  }

  /// For other parts that publish.
  public Publisher publisher() {
    return publisher;
  }

  /// Topics as a destination of asynchronous invocations.
  public Destination destination() {
    return new TopicDestination(publisher, sessions);
  }

  /// What would have left Hearth.
  public Outbox outbox() {
    return outbox;
  }

  /// Serves the certificate that signatures are verified by.
  public HttpRoute certificate() {
    return certificate;
  }

  /// Begins to deliver what was published, now and before the last stop.
  ///
  /// @param alone whether no other process uses the database
  public void start(boolean alone) {
    deliveries.start(alone);
  }

  /// Keeps what is being delivered from being handed out again; to be called well within a minute.
  public void extendLeases() {
    deliveries.extendLeases();
  }

  /// Forgets what need not be remembered any longer; to be called every few minutes.
  public void sweep() {
    var now = clock.instant();
    keys.sweep();
    deliveries.sweep();
    outbox.sweep(now);
    while (store.write(tables -> tables.deduplication().forget(now)) > 0) {
      // few at once, so that other writers get between
    }
    store.write(tables -> tables.subscriptions().forget(now));
  }

  /// Begins nothing more; what is being delivered may end within `patience`, and the rest comes
  /// back at the next start.
  public void close(Duration patience) {
    deliveries.close(patience);
    http.close();
  }
}
