package dev.hearth.workflows.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.async.Destinations;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.Database;
import dev.hearth.store.WorkQueue;
import dev.hearth.workflows.DurableExecutionArn;
import dev.hearth.workflows.execution.Program.Step;
import dev.hearth.workflows.execution.UnreliableDatabase.Killed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import software.amazon.awssdk.services.lambda.model.ErrorObject;
import software.amazon.awssdk.services.lambda.model.ExecutionStatus;

/// One schedule of [ExecutionSimulationTest]: executions of a random program, and all that can
/// happen to them.
final class ExecutionSchedule implements SimulatedInvocation.World {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final SteppedClock clock = new SteppedClock();
  private final SplittableRandom random;
  private final UnreliableDatabase database;
  private final WorkQueue queue;
  private final String function;
  private final String child;
  private final Program program;
  private final Program childProgram;
  private final int dyingPerMille;
  private final int failingPercent;
  private int deathsLeft = 8; // so that it comes to an end
  private int depth;
  private Instant leased = Instant.MIN;
  private DurableExecutions durable;

  private final List<DurableExecutionArn> started = new ArrayList<>();
  private final Map<DurableExecutionArn, Instant> running = new HashMap<>();
  private final Map<String, String> callbacks = new HashMap<>();
  private final Map<String, String> answered = new HashMap<>();
  private final Map<String, Seen> ended = new HashMap<>();
  private final Map<DurableExecutionArn, ExecutionStatus> stopped = new HashMap<>();

  ExecutionSchedule(Database shared, long seed) {
    random = new SplittableRandom(seed);
    dyingPerMille = random.nextInt(60);
    failingPercent = random.nextInt(25);
    function = "f" + seed;
    child = "c" + seed;
    program = Program.random(random, child);
    childProgram = Program.random(random, "plain");
    database = new UnreliableDatabase(shared, () -> dies());
    queue = new WorkQueue(database, "executions of " + function, clock);
    durable = begin();
  }

  private DurableExecutions begin() {
    return new DurableExecutions(
        database,
        queue,
        new TestExecutions.OneFunction(),
        (reference, event) -> run(reference, event),
        (role, action, resource) -> !chance(5),
        new Destinations((role, action, resource) -> true),
        () -> "request-" + random.nextInt(1_000_000),
        clock,
        new SecureRandom());
  }

  @Override
  public boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private boolean dies() {
    boolean dies = deathsLeft > 0 && random.nextInt(1000) < dyingPerMille;
    deathsLeft -= dies ? 1 : 0;
    return dies;
  }

  @Override
  public Checkpoints checkpoints() {
    return durable.checkpoints();
  }

  void play() {
    int executions = random.nextInt(1, 4);
    for (int i = 0; i < executions; i++) {
      start("order-" + i);
      turn();
    }
    // An execution has an hour.
    for (int i = 0; i < 5_000 && anyOpen(); i++) {
      turn();
    }
    deathsLeft = 0;
    clock.step(Duration.ofHours(2)); // for the timeouts of what has ended
    while (runDue() > 0) {
      // and what they find ended stays as it is
    }
    assertThat(work()).isZero();
    check();
  }

  private boolean anyOpen() {
    return Stream.concat(started.stream(), children().stream())
        .anyMatch(arn -> durable.executions().get(arn).open());
  }

  private long work() {
    var counts = queue.counts();
    return counts.waiting() + counts.delayed() + counts.leased();
  }

  /// Until it is acknowledged; a name begins no second one.
  private void start(String name) {
    while (true) {
      try {
        var arn = DurableExecutionArn.parse(start(name, "{}"));
        started.add(arn);
        assertThat(start(name, "{}")).isEqualTo(arn.toString());
        refuse(name);
        return;
      } catch (Killed _) {
        crash();
        if (!started.isEmpty() && started.getLast().name().equals(name)) {
          return;
        }
      }
    }
  }

  private void refuse(String name) {
    try {
      start(name, "{\"other\":1}");
    } catch (ServiceException e) {
      assertThat(e).hasMessageContaining("another payload");
      return;
    }
    throw new AssertionError("a name was taken twice");
  }

  private String start(String name, String input) {
    var event = new Event("r", "arn:f:1", Payload.of(input), null, null);
    return durable.start(TestExecutions.version(function), name, event, false).arn();
  }

  private void turn() {
    int done = 0;
    try {
      done = chance(30) ? 0 : runDue();
      if (chance(20)) {
        act();
      }
    } catch (Killed _) {
      crash();
    }
    // Longer where nothing was due, and seldom a jump, so that timeouts come.
    long most = chance(3) ? 600_000 : done == 0 ? 60_000 : 5_000;
    clock.step(Duration.ofMillis(random.nextLong(1, most)));
  }

  private void crash() {
    running.clear();
    depth = 0;
    while (true) {
      try {
        durable = begin();
        queue.reclaim();
        return;
      } catch (Killed _) {
        // and again
      }
    }
  }

  private int runDue() {
    var before = leased;
    leased = clock.instant();
    try {
      return durable.runDue(1);
    } finally {
      leased = before;
    }
  }

  @Override
  public void meanwhile() {
    if (depth > 2 || !chance(25)) {
      return;
    }
    if (dies()) {
      throw new Killed();
    }
    depth++;
    // Seldom as long as nobody may hold a lease.
    clock.step(Duration.ofMillis(random.nextLong(1, chance(3) ? 100_000 : 3_000)));
    if (chance(60)) {
      int _ = runDue();
    }
    if (chance(15)) {
      act();
    }
    depth--;
  }

  private Answer run(FunctionReference reference, Event event) {
    if (dies()) {
      throw new Killed();
    }
    if (chance(failingPercent)) {
      throw new ServiceException("TooManyRequestsException", 429, "Rate Exceeded.");
    }
    if (reference.name().equals("plain")) {
      return chance(20)
          ? TestExecutions.failed("{\"errorType\":\"E\"}")
          : TestExecutions.answer("7");
    }
    var document = tree(event);
    var arn = DurableExecutionArn.parse(document.path("DurableExecutionArn").asText());
    var other = running.get(arn);
    if (other != null) { // only where its work came back because its lease had expired
      assertThat(clock.instant()).isAfterOrEqualTo(other.plus(LEASE));
    }
    running.put(arn, leased);
    try {
      var answer =
          new SimulatedInvocation(
                  this, reference.name().equals(child) ? childProgram : program, document)
              .run();
      return chance(failingPercent)
          ? TestExecutions.failed("{\"errorType\":\"Runtime.ExitError\"}")
          : answer;
    } catch (SimulatedInvocation.Superseded _) {
      return TestExecutions.failed("{\"errorType\":\"Superseded\"}");
    } finally {
      running.remove(arn);
    }
  }

  private static JsonNode tree(Event event) {
    try {
      return MAPPER.readTree(event.payload().bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Somebody outside answers a callback, or, seldom, stops an execution.
  private void act() {
    if (chance(2)) {
      var arn = started.get(random.nextInt(started.size()));
      stopped.put(arn, durable.executions().stop(arn, null).outcome().status());
      return;
    }
    if (callbacks.isEmpty()) {
      return;
    }
    var ids = callbacks.keySet().stream().sorted().toList();
    var operation = ids.get(random.nextInt(ids.size()));
    var callback = Objects.requireNonNull(callbacks.get(operation));
    int what = random.nextInt(3);
    try {
      switch (what) {
        case 0 -> durable.executions().succeedCallback(callback, "answer");
        case 1 ->
            durable
                .executions()
                .failCallback(callback, ErrorObject.builder().errorType("Rejected").build());
        default -> durable.executions().heartbeat(callback);
      }
    } catch (ServiceException e) {
      assertThat(e.code()).isEqualTo("CallbackTimeoutException");
      return;
    }
    if (what < 2) {
      assertThat(answered).as("answered twice").doesNotContainKey(operation);
      answered.put(operation, what == 0 ? "answer" : "Rejected");
    }
  }

  private static String key(DurableExecutionArn arn, String id) {
    return arn + " " + id;
  }

  @Override
  public void saw(DurableExecutionArn arn, String id, Seen seen) {
    var key = key(arn, id);
    if (seen.callback() != null && !seen.ended()) {
      callbacks.put(key, seen.callback());
    }
    var before = ended.get(key);
    if (before != null) {
      assertThat(seen).as("what has ended stays as it is").isEqualTo(before);
    }
    if (seen.ended()) {
      ended.put(key, seen);
      if (answered.containsKey(key)) {
        assertThat(seen.result()).isEqualTo(answered.get(key));
      }
    }
  }

  @Override
  public void running(DurableExecutionArn arn, String token, Step step) {
    // An invocation that lost its lease does not know; what it records is refused.
    if (durable.executions().get(arn).token().equals(token)) {
      assertThat(ended).doesNotContainKey(key(arn, step.id()));
    }
  }

  @Override
  public void upToDate(DurableExecutionArn arn, Map<String, Seen> view) {
    long id = durable.executions().get(arn).id();
    durable
        .executions()
        .read(tables -> tables.operations(id, -1, 10_000))
        .forEach(
            operation -> {
              var seen = view.get(operation.model().id());
              assertThat(seen == null || seen.equals(Seen.of(operation.model())))
                  .as("%s is known as it is: %s", operation, seen)
                  .isTrue();
              assertThat(seen != null || !operation.open()).isTrue();
            });
  }

  private void check() {
    for (var arn : started) {
      new HistoryCheck(durable.executions(), arn, program).check(stopped.get(arn));
    }
    for (var arn : children()) {
      new HistoryCheck(durable.executions(), arn, childProgram).check(null);
    }
  }

  /// The executions that others began: one for each operation.
  private List<DurableExecutionArn> children() {
    var filter =
        new ExecutionTables.Filter(
            new FunctionReference(TestExecutions.ACCOUNT, Region.DEFAULT, child, ""),
            "",
            null,
            List.of(),
            null,
            null);
    var children = durable.executions().read(tables -> tables.list(filter, false, null, 0, 10_000));
    assertThat(children).extracting(StoredExecution::parent).doesNotHaveDuplicates();
    return children.stream().map(StoredExecution::arn).toList();
  }
}
