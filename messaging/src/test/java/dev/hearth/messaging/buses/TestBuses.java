package dev.hearth.messaging.buses;

import dev.hearth.identity.credentials.Seal;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.buses.api.EventBridgeOperations;
import dev.hearth.messaging.buses.delivery.DeadLetters;
import dev.hearth.messaging.buses.delivery.Deliveries;
import dev.hearth.messaging.buses.delivery.Sent;
import dev.hearth.messaging.buses.delivery.Shipment;
import dev.hearth.messaging.buses.delivery.TargetServices;
import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.store.Database;
import dev.hearth.store.QueueWorker;
import dev.hearth.store.WorkQueue;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import dev.hearth.wire.Operation;
import dev.hearth.wire.ServiceOperation;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// Event buses over a real database and a clock that is stepped, with functions and queues that are
/// lists of the test's own. Operations are called as the wire calls them, once it has let them
/// pass.
@SuppressWarnings("unchecked") // the SDK takes builders by varargs
final class TestBuses implements AutoCloseable {
  static final AccountId ACCOUNT = new AccountId("123456789012");
  static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f";
  static final String DEAD = "arn:aws:sqs:us-east-1:123456789012:dead";

  final SteppedClock clock = new SteppedClock();
  final List<Shipment> shipments = new ArrayList<>();
  final List<DeadLetters.Letter> letters = new ArrayList<>();

  /// What a function makes of what it is sent.
  Function<Shipment, Sent> function =
      shipment -> {
        shipments.add(shipment);
        return new Sent.Delivered();
      };

  final BusStore store;
  final RuleBook rules;
  final Ingestion ingestion;
  private final Database database;
  private final List<QueueWorker> workers;
  private final Map<String, ServiceOperation<?>> operations;

  TestBuses(Database database, Path folder, long seed) {
    this.database = database;
    store = new BusStore(database);
    rules = new RuleBook(store, clock);
    var deliveries = new WorkQueue(database, "bus-deliveries", clock);
    ingestion = new Ingestion(database, rules, deliveries, clock);
    var schedules =
        new RuleSchedules(
            store, new WorkQueue(database, "rule-schedules", clock), ingestion, this::id, clock);
    var replays =
        new ReplayRuns(store, new WorkQueue(database, "replays", clock), ingestion, clock);
    var targets = new TargetServices();
    targets.serve("lambda", shipment -> function.apply(shipment));
    targets.serve(
        "events:event-bus",
        new dev.hearth.messaging.buses.targets.BusTarget(rules, ingestion, allowed()));
    var worker =
        new Deliveries(
            deliveries,
            rules,
            targets,
            letter -> {
              letters.add(letter);
              return new Sent.Delivered();
            },
            clock,
            new Random(seed));
    workers = List.of(schedules.worker(), replays.worker(), worker.worker());
    operations =
        EventBridgeOperations.of(
                new EventBridgeOperations.Parts(
                    store,
                    rules,
                    new BusPolicies(store),
                    schedules,
                    ingestion,
                    replays,
                    targets,
                    new ConnectionSecrets(
                        Seal.open(folder.resolve("connections.key"), new SecureRandom())),
                    _ -> {},
                    false,
                    this::id))
            .stream()
            .collect(Collectors.toMap(ServiceOperation::name, each -> each));
  }

  /// Everything is allowed: who may what has tests of its own.
  private dev.hearth.messaging.ServiceAccess allowed() {
    return new dev.hearth.messaging.ServiceAccess(
        "events.amazonaws.com",
        (_, _) -> {},
        (_, _) -> java.util.Optional.empty(),
        (_, _, _, _) -> {
          throw new AssertionError("no roles here");
        },
        URI.create("http://127.0.0.1:1"),
        clock);
  }

  private String id() {
    return UUID.randomUUID().toString();
  }

  /// Runs an operation.
  <O extends SdkPojo> O call(SdkPojo input, Class<O> output) {
    var name = input.getClass().getSimpleName().replaceAll("Request$", "");
    @SuppressWarnings("unchecked") // the operation of this name takes this input
    var operation =
        (Operation<SdkPojo, SdkPojo>) Objects.requireNonNull(operations.get(name), name);
    return output.cast(operation.run(input, call(name)));
  }

  private Call call(String operation) {
    return new Call(
        id(),
        "events",
        operation,
        Region.DEFAULT,
        new Caller(ACCOUNT, "arn:aws:iam::123456789012:root", "123456789012", null, Map.of()),
        URI.create("http://127.0.0.1:1"),
        "127.0.0.1",
        "",
        clock.instant());
  }

  /// Makes a rule of the default bus with one target, the function.
  void rule(String name, String pattern) {
    rule(name, pattern, target -> {});
  }

  void rule(String name, String pattern, java.util.function.Consumer<Target.Builder> more) {
    call(PutRuleRequest.builder().name(name).eventPattern(pattern).build(), SdkPojo.class);
    targets(name, more);
  }

  void targets(String rule, java.util.function.Consumer<Target.Builder> more) {
    var target = Target.builder().id("t").arn(FUNCTION);
    more.accept(target);
    call(PutTargetsRequest.builder().rule(rule).targets(target.build()).build(), SdkPojo.class);
  }

  /// Puts an event of source `shop` onto the default bus.
  PutEventsResponse put(String detail) {
    return call(
        PutEventsRequest.builder()
            .entries(e -> e.source("shop").detailType("order").detail(detail))
            .build(),
        PutEventsResponse.class);
  }

  /// Does all that is due.
  void settle() {
    while (workers.stream().mapToInt(QueueWorker::runDue).sum() > 0) {
      // each piece of work may make more
    }
  }

  void pass(Duration time) {
    clock.step(time);
    settle();
  }

  @Override
  public void close() {
    workers.forEach(QueueWorker::close);
    database.close();
  }
}
