package dev.hearth.messaging.buses;

import dev.hearth.identity.credentials.Seal;
import dev.hearth.invocation.async.EventIntake;
import dev.hearth.messaging.ServiceAccess;
import dev.hearth.messaging.ServiceCalls;
import dev.hearth.messaging.buses.api.EventBridgeOperations;
import dev.hearth.messaging.buses.api.PolicyCheck;
import dev.hearth.messaging.buses.delivery.Deliveries;
import dev.hearth.messaging.buses.delivery.TargetServices;
import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.messaging.buses.targets.ApiDestinationTarget;
import dev.hearth.messaging.buses.targets.BusDestination;
import dev.hearth.messaging.buses.targets.BusTarget;
import dev.hearth.messaging.buses.targets.LambdaTarget;
import dev.hearth.messaging.buses.targets.LogGroupTarget;
import dev.hearth.messaging.buses.targets.OperationTarget;
import dev.hearth.messaging.buses.targets.QueueSender;
import dev.hearth.messaging.buses.targets.QueueTarget;
import dev.hearth.store.Database;
import dev.hearth.store.QueueWorker;
import dev.hearth.store.Schema;
import dev.hearth.store.WorkQueue;
import dev.hearth.wire.Operation;
import dev.hearth.wire.Service;
import dev.hearth.wire.outbound.OutboundHttp;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/// Event buses, put together.
public final class EventBridgePart implements AutoCloseable {
  /// The tables, to be given when the database is opened; [WorkQueue#SCHEMA] as well.
  public static final Schema SCHEMA = BusStore.SCHEMA;

  /// Source: Amazon EventBridge User Guide, "API destinations as targets": requests time out after
  /// five seconds.
  private static final Duration HTTP_PATIENCE = Duration.ofSeconds(5);

  /// So many events a sweep deletes of an archive at once, that other writers get between.
  private static final int FORGOTTEN_AT_ONCE = 1_000;

  private final BusStore store;
  private final InstantSource clock;
  private final RuleBook rules;
  private final Ingestion ingestion;
  private final TargetServices targets = new TargetServices();
  private final BusDestination destination;
  private final Service service;
  private final List<QueueWorker> workers;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("outbound-http").factory());

  /// What other parts do for buses.
  ///
  /// @param access asks for `events.amazonaws.com`
  /// @param ids UUIDs
  public record Ports(
      EventIntake intake,
      ServiceAccess access,
      ServiceCalls calls,
      QueueSender queues,
      PolicyCheck policyCheck,
      Supplier<String> ids) {}

  /// @param database opened with [#SCHEMA]
  /// @param policies of the buses in `database`
  /// @param logs the logs' database
  /// @param seal of connections' credentials
  /// @param privateEndpoints whether API destinations may be on loopback, link-local and private
  ///   addresses, and without TLS
  public EventBridgePart(
      Database database,
      BusPolicies policies,
      Database logs,
      Ports ports,
      Seal seal,
      boolean privateEndpoints,
      InstantSource clock,
      SecureRandom random) {
    this.store = new BusStore(database);
    this.clock = clock;
    rules = new RuleBook(store, clock);
    var deliveryQueue = new WorkQueue(database, "bus-deliveries", clock);
    ingestion = new Ingestion(database, rules, deliveryQueue, clock);
    var schedules =
        new RuleSchedules(
            store, new WorkQueue(database, "rule-schedules", clock), ingestion, ports.ids(), clock);
    var replays =
        new ReplayRuns(store, new WorkQueue(database, "replays", clock), ingestion, clock);
    var access = ports.access();
    var queues = new QueueTarget(ports.queues(), access);
    var deliveries = new Deliveries(deliveryQueue, rules, targets, queues, clock, random);
    workers = List.of(deliveries.worker(), schedules.worker(), replays.worker());
    destination = new BusDestination(rules, ingestion, ports.ids(), clock);
    var secrets = new ConnectionSecrets(seal);
    var http = new OutboundHttp(privateEndpoints, HTTP_PATIENCE, watch);
    targets.serve("lambda", new LambdaTarget(ports.intake(), access, ports.ids()));
    targets.serve("sqs", queues);
    targets.serve("sns", OperationTarget.topics(ports.calls(), access));
    targets.serve("states", OperationTarget.stateMachines(ports.calls(), access));
    targets.serve("logs", new LogGroupTarget(logs, clock));
    targets.serve("events:event-bus", new BusTarget(rules, ingestion, access));
    targets.serve(
        "events:api-destination", new ApiDestinationTarget(store, secrets, http, access, clock));
    service =
        new Service(
            "eventbridge",
            EventBridgeOperations.of(
                new EventBridgeOperations.Parts(
                    store,
                    rules,
                    policies,
                    schedules,
                    ingestion,
                    replays,
                    targets,
                    secrets,
                    ports.policyCheck(),
                    privateEndpoints,
                    ports.ids())));
  }

  /// EventBridge's API.
  public Service service() {
    return service;
  }

  /// The operation itself, for those who put events in another form.
  @SuppressWarnings("unchecked") // the operation of this name has this input and output
  public Operation<PutEventsRequest, PutEventsResponse> putEvents() {
    return (Operation<PutEventsRequest, PutEventsResponse>)
        service.operations().stream()
            .filter(operation -> operation.name().equals("PutEvents"))
            .findFirst()
            .orElseThrow();
  }

  /// For other parts to register what rules can send to.
  public TargetServices targets() {
    return targets;
  }

  /// For those who put events.
  public Ingestion ingestion() {
    return ingestion;
  }

  public RuleBook rules() {
    return rules;
  }

  /// Takes the records of functions' asynchronous events.
  public BusDestination destination() {
    return destination;
  }

  /// Begins to send what was accepted, now and before the last stop.
  ///
  /// @param alone whether no other process uses the database
  public void start(boolean alone) {
    workers.forEach(worker -> worker.start(alone));
  }

  /// Does what is due now, on this thread.
  ///
  /// @return how much that was
  int runDue() {
    return workers.stream().mapToInt(QueueWorker::runDue).sum();
  }

  /// Keeps what is being sent from being handed out again; to be called well within a minute.
  public void extendLeases() {
    workers.forEach(QueueWorker::extendLeases);
  }

  /// Deletes what archives need not keep any longer; to be called every few minutes.
  public void sweep() {
    for (var name : store.read(tables -> tables.archives())) {
      int days = name.retentionDays();
      var before = clock.instant().minus(Duration.ofDays(days));
      while (days > 0
          && store.write(
                  tables ->
                      tables
                          .archived(name.account(), name.region(), name.name())
                          .forget(before, FORGOTTEN_AT_ONCE))
              == FORGOTTEN_AT_ONCE) {
        // until there is less
      }
    }
  }

  /// Sends nothing more; what is being sent may end within `patience`, and the rest comes back at
  /// the next start.
  public void close(Duration patience) {
    workers.forEach(worker -> worker.close(patience));
    watch.shutdownNow();
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
