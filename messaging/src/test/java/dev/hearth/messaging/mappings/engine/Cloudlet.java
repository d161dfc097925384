package dev.hearth.messaging.mappings.engine;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.async.Delivery;
import dev.hearth.invocation.async.Destination;
import dev.hearth.invocation.async.Destinations;
import dev.hearth.invocation.async.Receipt;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.api.MappingsPart;
import dev.hearth.store.Database;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import dev.hearth.wire.Operation;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.DeleteEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.DeleteEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;

/// The whole part at work on its own threads, over sources in memory and a function of the test's.
public final class Cloudlet implements AutoCloseable {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  final Clock clock = Clock.systemUTC();
  final MemoryQueue queue = new MemoryQueue(clock, Duration.ofMinutes(5));
  final MemoryStream stream = new MemoryStream();
  public final List<Event> ran = new CopyOnWriteArrayList<>();
  public final List<String> delivered = new CopyOnWriteArrayList<>();
  public final MappingsPart part;
  public volatile Function<Event, Answer> function = _ -> Lab.answer("null");
  volatile boolean allowed = true;
  volatile boolean exists = true;

  public Cloudlet(Database database) {
    var functions = new AnyFunction(() -> exists);
    var destinations = new Destinations((_, _, _) -> allowed);
    destinations.serve("sqs", new Recorder());
    part =
        new MappingsPart(
            database,
            new MappingsPart.Ports(
                functions,
                (_, event) -> {
                  ran.add(event);
                  return function.apply(event);
                },
                _ -> AsyncSettings.DEFAULT,
                (_, _, _) -> allowed,
                destinations),
            () -> UUID.randomUUID().toString(),
            clock);
    part.sources().serve("sqs", queue);
    part.sources().serve("kinesis", stream);
  }

  /// Whether roles may do what they are asked for.
  public void allowed(boolean may) {
    allowed = may;
  }

  private final class Recorder implements Destination {
    @Override
    public String action() {
      return "sqs:SendMessage";
    }

    @Override
    public Receipt deliver(Delivery delivery) {
      delivered.add(delivery.body().text());
      return new Receipt.Delivered();
    }
  }

  public Cloudlet started() {
    part.engine().start(true);
    return this;
  }

  @SuppressWarnings("unchecked") // an operation of this name takes such an input
  public <O extends SdkPojo> O call(String operation, SdkPojo input, Class<O> output) {
    var found =
        part.operations().stream()
            .filter(each -> each.name().equals(operation))
            .findFirst()
            .orElseThrow();
    var call =
        new Call(
            "request",
            "lambda",
            operation,
            Region.DEFAULT,
            new Caller(
                new AccountId("123456789012"),
                "arn:aws:iam::123456789012:root",
                "123456789012",
                null,
                Map.of()),
            URI.create("http://127.0.0.1"),
            "127.0.0.1",
            "",
            clock.instant());
    var runnable = (Operation<SdkPojo, SdkPojo>) found;
    runnable.access(input, call);
    return output.cast(runnable.run(input, call));
  }

  public CreateEventSourceMappingResponse create(CreateEventSourceMappingRequest.Builder input) {
    return call("CreateEventSourceMapping", input.build(), CreateEventSourceMappingResponse.class);
  }

  static CreateEventSourceMappingRequest.Builder ofQueue() {
    return CreateEventSourceMappingRequest.builder()
        .functionName("f")
        .eventSourceArn(Lab.QUEUE.toString());
  }

  static CreateEventSourceMappingRequest.Builder ofStream() {
    return CreateEventSourceMappingRequest.builder()
        .functionName("f")
        .eventSourceArn(Lab.STREAM.toString())
        .startingPosition("TRIM_HORIZON");
  }

  public GetEventSourceMappingResponse get(String uuid) {
    return call(
        "GetEventSourceMapping",
        GetEventSourceMappingRequest.builder().uuid(uuid).build(),
        GetEventSourceMappingResponse.class);
  }

  public DeleteEventSourceMappingResponse delete(String uuid) {
    return call(
        "DeleteEventSourceMapping",
        DeleteEventSourceMappingRequest.builder().uuid(uuid).build(),
        DeleteEventSourceMappingResponse.class);
  }

  public void awaitState(String uuid, String state) {
    await(() -> get(uuid).state().equals(state));
  }

  public void awaitGone(String uuid) {
    await(
        () -> {
          try {
            get(uuid);
            return false;
          } catch (ServiceException _) {
            return true;
          }
        });
  }

  public static void await(BooleanSupplier condition) {
    var deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still not what was waited for");
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void close() {
    part.engine().close(Duration.ofSeconds(5));
  }
}
