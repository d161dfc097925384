package dev.hearth.workflows.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.functions.Settings;
import dev.hearth.functions.Settings.Durable;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.async.Delivery;
import dev.hearth.invocation.async.Destination;
import dev.hearth.invocation.async.Destinations;
import dev.hearth.invocation.async.ExecutionRole;
import dev.hearth.invocation.async.Receipt;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.store.WorkQueue;
import dev.hearth.workflows.DurableExecutionArn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Durable executions over a real database, a clock that is stepped, and functions that are Java of
/// the test's own.
final class TestExecutions implements AutoCloseable {
  static final AccountId ACCOUNT = new AccountId("123456789012");
  static final String DEAD_LETTERS = "arn:aws:sqs:us-east-1:123456789012:dead";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// What a function answers to an event.
  interface Function {
    Answer run(JsonNode event);
  }

  final SteppedClock clock = new SteppedClock();
  private final Database database;
  private DurableExecutions durable;
  Function function = _ -> answer("{\"Status\":\"PENDING\"}");
  boolean allowed = true;

  /// What is sent to queues, and how each time is answered; delivered when nothing is left.
  final List<Delivery> letters = new ArrayList<>();

  final Deque<Receipt> receipts = new ArrayDeque<>();

  TestExecutions(Path folder) {
    database =
        Databases.sqlite(folder.resolve("events.db"), WorkQueue.SCHEMA, DurableExecutions.SCHEMA);
    durable = open();
  }

  private DurableExecutions open() {
    ExecutionRole roles = (_, _, _) -> allowed;
    return new DurableExecutions(
        database,
        new OneFunction(),
        (reference, event) -> run(reference, event),
        roles,
        destinations(roles),
        () -> UUID.randomUUID().toString(),
        clock,
        new SecureRandom());
  }

  private Destinations destinations(ExecutionRole roles) {
    var destinations = new Destinations(roles);
    destinations.serve(
        "sqs",
        new Destination() {
          @Override
          public String action() {
            return "sqs:SendMessage";
          }

          @Override
          public Receipt deliver(Delivery delivery) {
            letters.add(delivery);
            return receipts.isEmpty() ? new Receipt.Delivered() : receipts.remove();
          }
        });
    return destinations;
  }

  private Answer run(FunctionReference reference, Event event) {
    try {
      return reference.name().equals("plain")
          ? answer("\"" + event.payload().text().length() + "\"")
          : function.run(MAPPER.readTree(event.payload().bytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Answer answer(String payload) {
    return new Answer(Payload.of(payload), null, "1", Payload.EMPTY);
  }

  static Answer failed(String payload) {
    return new Answer(Payload.of(payload), "Unhandled", "1", Payload.EMPTY);
  }

  Checkpoints checkpoints() {
    return durable.checkpoints();
  }

  Executions executions() {
    return durable.executions();
  }

  /// Begins an execution; the function runs in [#settle].
  DurableExecutionArn start(@Nullable String name, String input) {
    var event = new Event(UUID.randomUUID().toString(), "arn:f:1", Payload.of(input), null, null);
    return DurableExecutionArn.parse(durable.start(version("f"), name, event, false).arn());
  }

  /// Begins an execution for which somebody waits.
  DurableExecutionArn startAwaited(String input) {
    return executions()
        .start(new Executions.Start(version("f"), null, Payload.of(input), null, null, null, false))
        .arn();
  }

  /// Does all that is due.
  void settle() {
    while (durable.runDue(100) > 0) {
      // each piece of work may make more
    }
  }

  void pass(Duration time) {
    clock.step(time);
    settle();
  }

  StoredExecution get(DurableExecutionArn arn) {
    return executions().get(arn);
  }

  static FunctionVersion version(String name) {
    var settings = Settings.defaults(name, "arn:aws:iam::123456789012:role/r", "python3.13", "a.b");
    var durable = name.equals("plain") ? null : new Durable(3_600, 1);
    return new FunctionVersion(
        ACCOUNT,
        Region.DEFAULT,
        name,
        "1",
        "r1",
        "Active",
        Path.of("/nowhere"),
        "sha",
        settings.with(b -> b.durable(durable).deadLetterTarget(DEAD_LETTERS)),
        Map.of());
  }

  @Override
  public void close() {
    durable.close();
    database.close();
  }

  /// Has a durable function of every name, and an ordinary one called `plain`.
  static final class OneFunction implements Functions {
    @Override
    public FunctionVersion resolve(
        AccountId account, Region region, String name, String qualifier) {
      return version(name);
    }

    @Override
    public Optional<Lease> lease(FunctionVersion version) {
      return Optional.empty();
    }

    @Override
    public void onChange(ChangeListener listener) {}
  }
}
