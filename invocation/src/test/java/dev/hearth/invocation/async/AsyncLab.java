package dev.hearth.invocation.async;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.functions.Settings;
import dev.hearth.functions.Settings.Durable;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.DurableFunctions;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.SteppedClock;
import dev.hearth.invocation.ledger.Ledger;
import dev.hearth.invocation.ledger.LedgerEntry;
import dev.hearth.invocation.ledger.Retention;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.store.WorkQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asynchronous invocation over a real store, with a clock, a function and destinations that do as
/// a test says.
final class AsyncLab implements AutoCloseable {
  static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:records";
  static final String DEAD_LETTERS = "arn:aws:sqs:us-east-1:123456789012:dead";
  private static final Durable DURABLE = new Durable(3_600, 1);
  private static final AccountId ACCOUNT = new AccountId("123456789012");

  final SteppedClock clock = new SteppedClock();
  final FunctionReference function;
  private final Database database;
  private final WorkQueue events;
  private final WorkQueue sendings;
  final Ledger ledger;
  final List<Event> ran = new ArrayList<>();
  final List<Delivery> delivered = new ArrayList<>();
  AsyncSettings settings = AsyncSettings.DEFAULT;
  @Nullable String deadLetters;
  boolean exists = true;
  boolean allowed = true;
  final List<String> executions = new ArrayList<>();
  private final DurableFunctions durable =
      (version, name, event, wait) -> {
        executions.add(name + " of " + version.name() + ": " + event.payload().text());
        return new DurableFunctions.Started("arn", null);
      };
  boolean isDurable;
  EventRunner runner = (_, _) -> succeeded("\"done\"");
  Receipt receipt = new Receipt.Delivered();
  private AsyncInvocations async;
  private EventQueue queue;
  EventHistory history;
  private int ids;

  AsyncLab(Path folder) {
    this(open(folder), "f");
  }

  /// @param name of the function, whose queues are its own: many may share a database
  AsyncLab(Database database, String name) {
    this.database = database;
    function = new FunctionReference(ACCOUNT, Region.DEFAULT, name, "");
    events = new WorkQueue(database, "events of " + name, clock);
    sendings = new WorkQueue(database, "sendings of " + name, clock);
    ledger = new Ledger(database, Retention.DEFAULT);
    queue = new EventQueue(events, clock);
    history = new EventHistory(database, queue, ledger, () -> "anew-" + name + "-" + ++ids);
    async = start();
  }

  static Database open(Path folder) {
    return Databases.sqlite(folder.resolve("events.db"), WorkQueue.SCHEMA, Ledger.SCHEMA);
  }

  private AsyncInvocations start() {
    var destinations = new Destinations((_, _, _) -> allowed);
    destinations.serve("sqs", new Recorder());
    destinations.serve("lambda", new LambdaDestination(new EventIntake(catalogue, queue, durable)));
    return new AsyncInvocations(
        queue,
        ledger,
        new Deliveries(sendings, ledger, destinations, clock),
        _ -> settings,
        catalogue,
        (reference, event) -> {
          ran.add(event);
          return runner.run(reference, event);
        },
        clock);
  }

  private final class Recorder implements Destination {
    @Override
    public String action() {
      return "sqs:SendMessage";
    }

    @Override
    public Receipt deliver(Delivery delivery) {
      delivered.add(delivery);
      return receipt;
    }
  }

  private final Functions catalogue = new OneFunction(this::version);

  private FunctionVersion version() {
    if (!exists) {
      throw new ServiceException("ResourceNotFoundException", 404, "Function not found: f");
    }
    return new FunctionVersion(
        ACCOUNT,
        Region.DEFAULT,
        function.name(),
        "$LATEST",
        "1",
        "Active",
        Path.of("/nowhere"),
        "sha",
        Settings.defaults(
                function.name(), "arn:aws:iam::123456789012:role/r", "python3.12", "app.handler")
            .with(b -> b.deadLetterTarget(deadLetters).durable(isDurable ? DURABLE : null)),
        Map.of());
  }

  static Answer succeeded(String response) {
    return new Answer(Payload.of(response), null, "$LATEST", Payload.EMPTY);
  }

  static Answer failed() {
    return new Answer(
        Payload.of("{\"errorMessage\":\"no\"}"), "Unhandled", "$LATEST", Payload.EMPTY);
  }

  static ServiceException throttled() {
    return new ServiceException("TooManyRequestsException", 429, "Rate Exceeded.");
  }

  void configure(int retryAttempts, Duration eventAge) {
    settings = new AsyncSettings(retryAttempts, eventAge, QUEUE, QUEUE, false, true);
  }

  void accept(String requestId, String traceId) {
    async.accept(
        function, new Event(requestId, function.arn(), Payload.of("{\"n\":1}"), null, traceId));
  }

  void accept(String requestId) {
    accept(requestId, "Root=1");
  }

  /// Runs and delivers what is due now.
  int runDue() {
    return async.runDue();
  }

  void step(Duration by) {
    clock.step(by);
  }

  /// Steps to whatever is due next, until nothing is left.
  void runToTheEnd() {
    while (waiting() > 0) {
      if (runDue() == 0) {
        step(Duration.ofSeconds(1));
      }
    }
  }

  long waiting() {
    return total(events.counts()) + total(sendings.counts());
  }

  private static long total(WorkQueue.Counts counts) {
    return counts.waiting() + counts.delayed() + counts.leased();
  }

  /// As a process that is told to stop.
  void stop() {
    async.close();
  }

  /// As a process that is killed and started again.
  void crash() {
    async = start();
    events.reclaim();
    sendings.reclaim();
  }

  List<LedgerEntry> ended() {
    return history.ended(function, false, Long.MAX_VALUE, 100);
  }

  LedgerEntry end() {
    var ended = ended();
    if (ended.size() != 1) {
      throw new AssertionError("ended: " + ended);
    }
    return ended.getFirst();
  }

  @Override
  public void close() {
    database.close();
  }
}
