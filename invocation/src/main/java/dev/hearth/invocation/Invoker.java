package dev.hearth.invocation;

import dev.hearth.functions.ConcurrencyPlan;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.functions.Readiness;
import dev.hearth.identity.RoleCredentials;
import dev.hearth.kernel.ServiceException;
import dev.hearth.observability.Logs;
import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.ResponseStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs functions and waits for them, on the caller's virtual thread.
public final class Invoker implements AutoCloseable {
  /// Of a function that is replaced whenever it is about to run.
  private static final int MOST_LOOKUPS = 1_000;

  /// Of the node's sandboxes, how many snapshots may be kept that have none of these.
  private static final int SANDBOXES_FOR_A_SNAPSHOT = 8;

  private final SandboxMaker maker;
  private final Pools pools;
  private final InstantSource clock;

  /// @param endpoint where a sandbox reaches Hearth
  public Invoker(
      Functions functions,
      Driver driver,
      RoleCredentials credentials,
      Logs logs,
      URI endpoint,
      InvocationLimits limits,
      InstantSource clock) {
    this.clock = clock;
    this.maker =
        new SandboxMaker(
            functions,
            driver,
            credentials,
            logs,
            endpoint,
            Math.max(2, limits.maxSandboxes() / SANDBOXES_FOR_A_SNAPSHOT),
            clock);
    this.pools = new Pools(maker, functions, limits, clock);
    functions.onChange(pools::retire);
  }

  /// Runs `event` and waits for its outcome. A function that fails is an ordinary [Answer]; an
  /// exception means that it never started.
  ///
  /// @param version looks the function up; asked again when it was replaced meanwhile
  /// @throws ServiceException `TooManyRequestsException` when there is no room for it
  public Answer invoke(Supplier<FunctionVersion> version, Event event) {
    return invoke(version, event, null);
  }

  /// As [#invoke(Supplier, Event)], for a caller that takes the response as it comes. Answers as
  /// soon as the function begins to stream, which then runs on; or when it has ended without.
  ///
  /// @throws ServiceException as above
  public Response stream(Supplier<FunctionVersion> version, Event event) {
    var stream = new StreamedResponse();
    var running = new AtomicReference<>("");
    Supplier<FunctionVersion> noted =
        () -> {
          var found = version.get();
          running.set(found.version());
          return found;
        };
    Thread.ofVirtual()
        .name("streaming-run")
        .start(
            () -> {
              try {
                stream.end(invoke(noted, event, stream));
              } catch (RuntimeException | Error e) { // whoever waits must hear of it
                stream.end(
                    e instanceof RuntimeException refusal ? refusal : new IllegalStateException(e));
              }
            });
    var contentType = stream.awaitBegin();
    return contentType == null
        ? new Response.Whole(stream.outcome())
        : new Response.Streamed(contentType, running.get(), stream);
  }

  private Answer invoke(
      Supplier<FunctionVersion> version, Event event, @Nullable ResponseStream stream) {
    for (int lookups = 0; lookups < MOST_LOOKUPS; lookups++) {
      switch (pools.admit(version.get(), event.tenantId())) {
        case Admission.Granted(var slot) -> {
          try {
            return slot.run(event, stream, clock.instant());
          } finally {
            release(slot);
          }
        }
        case Admission.Throttled(var reason) -> throw throttled(reason);
        case Admission.Retired() -> {} // its successor is visible already
      }
    }
    throw new ServiceException(
        "ServiceException", 500, "The function changes faster than it can be started.");
  }

  /// Extensions may go on after the answer, for which the caller does not wait.
  private void release(Slot slot) {
    if (slot.settled()) {
      pools.release(slot);
      return;
    }
    Thread.ofVirtual()
        .name("settle")
        .start(
            () -> {
              try {
                slot.settle();
              } finally {
                pools.release(slot);
              }
            });
  }

  private static ServiceException throttled(String reason) {
    return new ServiceException("TooManyRequestsException", 429, "Rate Exceeded.")
        .with("Reason", reason)
        .with("Type", "User")
        .with("retryAfterSeconds", "1");
  }

  /// Initialises a version with SnapStart, for sandboxes that are copies of it, and waits for that.
  ///
  /// @return why it failed, for the function's author; or nothing
  public Optional<String> initialise(FunctionVersion version) {
    return maker.initialise(version);
  }

  /// Closes what has been idle for too long; to be called every few seconds.
  public void reap() {
    pools.reap();
  }

  /// Every sandbox of this node that has a function.
  public List<SandboxView> sandboxes() {
    return pools.sandboxes();
  }

  /// Every function of this node that runs, has sandboxes or has something reserved.
  public List<ConcurrencyView> concurrency() {
    return pools.concurrency();
  }

  /// Takes over what an account's functions have reserved: from the next invocation on it holds.
  /// What is provisioned comes in time: see [#readiness].
  public void plan(ConcurrencyPlan plan) {
    pools.plan(plan);
  }

  /// How far the provisioning of a version is.
  public Readiness readiness(FunctionVersion version) {
    return pools.readiness(version);
  }

  /// Ends every sandbox; runs in progress end as crashed.
  @Override
  public void close() {
    pools.close();
  }
}
