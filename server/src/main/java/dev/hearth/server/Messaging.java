package dev.hearth.server;

import dev.hearth.functions.api.FunctionsPart;
import dev.hearth.identity.Identity;
import dev.hearth.identity.credentials.Seal;
import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.invocation.DurableFunctions;
import dev.hearth.invocation.async.AsyncPart;
import dev.hearth.invocation.async.Destinations;
import dev.hearth.invocation.async.EventRunner;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.ServiceAccess;
import dev.hearth.messaging.ServiceCalls;
import dev.hearth.messaging.buses.EventBridgePart;
import dev.hearth.messaging.buses.targets.LocalQueues;
import dev.hearth.messaging.buses.targets.QueueSender;
import dev.hearth.messaging.mappings.api.MappingsPart;
import dev.hearth.messaging.pipes.PipeTargets;
import dev.hearth.messaging.pipes.PipesPart;
import dev.hearth.messaging.queues.QueueDestination;
import dev.hearth.messaging.queues.QueuesPart;
import dev.hearth.messaging.schedules.ScheduleTargets;
import dev.hearth.messaging.schedules.SchedulerPart;
import dev.hearth.messaging.sources.SqsSource;
import dev.hearth.messaging.topics.TopicQueues;
import dev.hearth.messaging.topics.TopicsConfig;
import dev.hearth.messaging.topics.TopicsPart;
import dev.hearth.secrets.SecretsPart;
import dev.hearth.store.DataFolder;
import dev.hearth.wire.Caller;
import dev.hearth.wire.Service;
import dev.hearth.wire.ServiceOperation;
import dev.hearth.wire.http.HttpRoute;
import dev.hearth.wire.outbound.AddressRules;
import dev.hearth.wire.signature.SignatureVerifier;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/// Queues, topics, event buses, schedules and event source mappings, connected with the parts below
/// them.
final class Messaging {
  /// API destinations may be on private addresses where this is `true`.
  private static final String PRIVATE_ENDPOINTS = "hearth.privateEndpoints";

  private static final String SCHEDULER = "scheduler.amazonaws.com";
  private static final String PIPES = "pipes.amazonaws.com";

  private final Stores stores;
  private final Below below;
  private final InstantSource clock;
  private final SecureRandom random;
  private final QueueSender sender;
  private final QueuesPart queues;
  private final TopicsPart topics;
  private final EventBridgePart buses;
  private final SchedulerPart schedules;
  private final MappingsPart mappings;
  private final PipesPart pipes;

  /// What messaging stands on.
  ///
  /// @param masterKey seals this part's own
  /// @param services asked when one of them is called
  record Below(
      FunctionsPart functions,
      AsyncPart async,
      EventRunner runner,
      DurableFunctions durable,
      Identity identity,
      RoleAccess roles,
      Seal masterKey,
      URI endpoint,
      Supplier<List<Service>> services) {}

  Messaging(
      DataFolder folder,
      Stores stores,
      MessagingResources resources,
      Below below,
      MessagingConfig config,
      Destinations destinations,
      InstantSource clock,
      SecureRandom random) {
    this.stores = stores;
    this.below = below;
    this.clock = clock;
    this.random = random;
    queues = resources.queues();
    sender = new LocalQueues(queues.queues());
    topics = topics(folder, resources, config.topics());
    buses = buses(folder, resources);
    schedules = schedules();
    mappings =
        Mappings.open(
            stores.messaging(),
            below.functions,
            below.runner,
            below.durable,
            below.roles,
            destinations,
            clock);
    pipes = pipes();
    mappings.sources().serve("sqs", new SqsSource(queues.queues(), this::session));
    OutsideSources.serve(
        mappings.sources(),
        config.sources(),
        addresses(config.topics()),
        new OutsideSources.SecretValues(access("lambda.amazonaws.com"), calls()),
        clock);
    destinations.serve("sqs", new QueueDestination(queues.queues(), this::session));
    destinations.serve("sns", topics.destination());
    destinations.serve("events", buses.destination());
  }

  /// Where endpoints and clusters may be that users name.
  private static AddressRules addresses(TopicsConfig config) {
    return new AddressRules(config.privateEndpoints() || Boolean.getBoolean(PRIVATE_ENDPOINTS));
  }

  private TopicsPart topics(DataFolder folder, MessagingResources resources, TopicsConfig config) {
    return new TopicsPart(
        resources.topics(),
        stores.messaging(),
        folder.root().resolve("topics"),
        below.endpoint,
        config,
        new TopicsPart.Ports(
            new TopicQueues(queues.queues()),
            below.functions.functions(),
            below.async.intake()::accept,
            below.identity.authorization(),
            this::session,
            Messaging::id),
        clock,
        random);
  }

  private EventBridgePart buses(DataFolder folder, MessagingResources resources) {
    return new EventBridgePart(
        stores.messaging(),
        resources.buses(),
        stores.logs(),
        new EventBridgePart.Ports(
            below.async.intake(),
            access("events.amazonaws.com"),
            calls(),
            sender,
            Messaging::checkPolicy,
            Messaging::id),
        Seal.open(folder.folder("buses").resolve("connections.key"), random, below.masterKey),
        Boolean.getBoolean(PRIVATE_ENDPOINTS),
        clock,
        random);
  }

  private SchedulerPart schedules() {
    return new SchedulerPart(
        stores.messaging(),
        new ScheduleTargets(
            below.async.intake(), sender, calls(), access(SCHEDULER), Messaging::id),
        role -> below.identity.roles().assumable(role, SCHEDULER),
        Messaging::id,
        clock,
        random);
  }

  private PipesPart pipes() {
    return new PipesPart(
        mappings.store(),
        mappings.sources(),
        mappings.engine(),
        new PipeTargets(mappings.invoker(), below.async.intake(), calls(), access(PIPES)),
        role -> below.identity.roles().assumable(role, PIPES),
        Messaging::id,
        clock);
  }

  private static void checkPolicy(String document) {
    try {
      Policy.parse(document, PolicyKind.RESOURCE);
    } catch (ServiceException e) {
      throw new ServiceException("ValidationException", 400, e.getMessage());
    }
  }

  private ServiceCalls calls() {
    return new ServiceCalls(below.services, below.identity.authorization(), below.endpoint, clock);
  }

  private ServiceAccess access(String principal) {
    return new ServiceAccess(
        principal,
        below.identity.authorization(),
        below.identity.authentication(),
        below.identity.roleCredentials(),
        below.endpoint,
        clock);
  }

  private Caller session(String principal, String role, Arn source) {
    return access(principal).session(role, source);
  }

  /// To be called before anything is served.
  void connect(SecretsPart secrets) {
    queues
        .queues()
        .keys()
        .connect(
            new MessageKeys(secrets.keys("sqs"), "aws:sqs:arn", below.endpoint, clock, random));
    topics
        .keys()
        .connect(
            new MessageKeys(
                secrets.keys("sns"), "aws:sns:topicArn", below.endpoint, clock, random));
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  List<Service> services() {
    return List.of(
        queues.service(), topics.service(), buses.service(), schedules.service(), pipes.service());
  }

  /// Those of the service `lambda`.
  List<ServiceOperation<?>> mappings() {
    return mappings.operations();
  }

  /// What AWS does not have, or has elsewhere.
  List<HttpRoute> routes(SignedRoutes signed, SignatureVerifier verifier) {
    return List.of(
        topics.certificate(),
        new OutboxRoutes(topics.outbox()).with(signed),
        new QueueRoutes(queues.queues()).with(signed),
        new CloudEventRoute(verifier, below.identity.authorization(), buses.putEvents(), clock)
            .route());
  }

  /// Begins what goes on by itself.
  ///
  /// @param sweeping has what may take long, and nothing else
  void start(Chores chores, Chores sweeping) {
    sweeping.every(Duration.ofSeconds(5), "delete expired messages", queues::sweep);
    sweeping.every(Duration.ofSeconds(1), "move dead letters", queues::move);
    chores.every(
        Duration.ofSeconds(15), "keep the leases of topics' deliveries", topics::extendLeases);
    chores.every(Duration.ofMinutes(1), "forget what topics need not know", topics::sweep);
    chores.every(Duration.ofSeconds(15), "keep the leases of schedules", schedules::extendLeases);
    chores.every(Duration.ofSeconds(15), "keep the leases of events on buses", buses::extendLeases);
    chores.every(Duration.ofMinutes(5), "delete old events from archives", buses::sweep);
    chores.every(
        Duration.ofSeconds(15), "keep what mappings hold", mappings.engine()::extendLeases);
    // Nobody else has the data folder, so that leases of before are nobody's.
    topics.start(true);
    buses.start(true);
    schedules.start(true);
    mappings.engine().start(true);
  }

  /// Starts nothing more; what is under way may end within `patience` each.
  void close(Duration patience) {
    mappings.engine().close(patience);
    schedules.close(patience);
    buses.close(patience);
    topics.close(patience);
  }
}
