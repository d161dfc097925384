package dev.hearth.invocation;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.PlatformEvent.Restored;
import dev.hearth.sandbox.ResponseStream;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One sandbox in a pool, with its log. One invocation holds it at a time, or as many as it takes
/// requests at once.
final class Slot implements AutoCloseable {
  private final Pool pool;
  private final boolean provisioned;
  private final Sandbox sandbox;
  private final SandboxLog log;
  private final InstantSource clock;
  private final Instant born;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Instant lastUsed;
  private volatile boolean spent;
  // Guarded by being held by one invocation at a time: where several hold it, all are settled.
  private @Nullable Ending unsettled;
  private final AtomicBoolean used = new AtomicBoolean();
  private final int capacity;
  private volatile int load; // written under the roster's lock

  /// An invocation that has been answered.
  ///
  /// @param init only for a sandbox's first run, and null where it was initialised ahead; it is
  ///   billed, as Lambda has done since August 2025
  /// @param restored in its place where the sandbox is a copy
  private record Ending(
      String requestId,
      Run run,
      @Nullable Duration init,
      @Nullable Restored restored,
      @Nullable String traceId) {}

  /// @param provisioned whether it was made ahead of its invocations
  /// @param onClose called once, when the sandbox is gone
  Slot(
      Pool pool,
      boolean provisioned,
      Sandbox sandbox,
      SandboxLog log,
      InstantSource clock,
      Runnable onClose) {
    this.pool = pool;
    this.provisioned = provisioned;
    this.sandbox = sandbox;
    this.log = log;
    this.clock = clock;
    this.born = clock.instant();
    this.onClose = onClose;
    this.lastUsed = born;
    this.capacity = sandbox.concurrency();
  }

  Pool pool() {
    return pool;
  }

  boolean provisioned() {
    return provisioned;
  }

  Sandbox sandbox() {
    return sandbox;
  }

  FunctionVersion version() {
    return pool.version();
  }

  /// Requests at once that it is made for.
  int capacity() {
    return capacity;
  }

  /// How many invocations hold it.
  int load() {
    return load;
  }

  /// One invocation more holds it, or one less; for [Roster] alone.
  @SuppressWarnings("NonAtomicVolatileUpdate") // the roster's lock is held
  void hold(int change) {
    load += change;
  }

  /// Whether one more may hold it.
  boolean hasRoom() {
    return load < Math.min(capacity, pool.concurrency());
  }

  Instant born() {
    return born;
  }

  Instant lastUsed() {
    return lastUsed;
  }

  /// Whether it may serve again.
  boolean reusable() {
    return !spent && sandbox.alive();
  }

  /// Ends the sandbox. Idempotent.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      sandbox.close();
      onClose.run();
    }
  }

  /// Waits until the function is initialised; false when that failed.
  boolean initialise() {
    sandbox.awaitInitialised();
    return sandbox.initDuration() != null && sandbox.alive();
  }

  /// Runs `event` here and writes the log lines around it.
  ///
  /// @param stream takes the response as it comes; null for one that is wanted whole
  Answer run(Event event, @Nullable ResponseStream stream, Instant now) {
    lastUsed = now;
    if (load <= 1) {
      log.startRun(); // else its tail is that of all that go on
    }
    var version = version();
    boolean first = used.compareAndSet(false, true);
    if (first) {
      sandbox.awaitInitialised(); // so that what the code writes meanwhile comes before START
      refuseUnlessRestored(event);
    }
    var traceId = TraceId.sampled(event.traceId(), version.settings().tracing());
    tell(new PlatformEvent.Start(event.requestId(), version.version(), traceId));
    var run = sandbox.run(invocation(event, traceId, stream));
    if (!run.reusable()) {
      spent = true;
    }
    explain(event.requestId(), run);
    var init = first && !provisioned && !copied() ? sandbox.initDuration() : null;
    var ending = new Ending(event.requestId(), run, init, first ? restored() : null, traceId);
    if (spent || sandbox.settled()) {
      tell(report(ending, run.status(), run.errorType(), run.duration()));
    } else {
      unsettled = ending;
    }
    return new Answer(
        FunctionError.document(run, event.requestId()),
        run instanceof Run.Succeeded ? null : "Unhandled",
        version.version(),
        log.tail());
  }

  private boolean copied() {
    return sandbox.spec().initializationType().equals(SandboxSpec.SNAP_START);
  }

  private @Nullable Restored restored() {
    var whole = sandbox.initDuration();
    var billed = sandbox.restoreHooksDuration();
    return whole == null || billed == null ? null : new Restored(whole, billed);
  }

  /// Refuses the invocation, as Lambda does, where the hooks after the restore failed: the handler
  /// never ran.
  private void refuseUnlessRestored(Event event) {
    if (!copied() || sandbox.initDuration() != null) {
      return;
    }
    // It tells at once how its restore ended, and runs nothing.
    var run = sandbox.run(invocation(event, null, null));
    spent = true;
    if (run instanceof Run.RestoreFailed failed) {
      throw failed.timedOut()
          ? new ServiceException(
                  "SnapStartTimeoutException",
                  408,
                  "Lambda couldn't restore the snapshot within the timeout limit.")
              .with("Type", "User")
          : new ServiceException(
                  "SnapStartException",
                  400,
                  "The function could not be restored: "
                      + failed.errorType()
                      + ". Its log stream tells more.")
              .with("Type", "User");
    }
    throw new ServiceException(
        "ServiceException", 500, "The sandbox has ended before the invocation.");
  }

  private static Invocation invocation(
      Event event, @Nullable String traceId, @Nullable ResponseStream stream) {
    return new Invocation(
        event.requestId(),
        event.functionArn(),
        event.payload(),
        traceId,
        event.clientContext(),
        null,
        event.tenantId(),
        stream);
  }

  /// Whether the last invocation is over. Where extensions go on after the answer it is not, and
  /// [#settle] comes before the next.
  boolean settled() {
    return unsettled == null;
  }

  /// Waits until the extensions have finished with the last invocation, and reports it.
  void settle() {
    var ending = Objects.requireNonNull(unsettled, "the last invocation is over");
    unsettled = null;
    long answered = System.nanoTime();
    var failure = sandbox.awaitSettled();
    var outcome = failure == null ? ending.run() : failure;
    if (failure != null) {
      spent = true;
      explain(ending.requestId(), failure);
    }
    var duration = ending.run().duration().plusNanos(System.nanoTime() - answered);
    tell(report(ending, outcome.status(), outcome.errorType(), duration));
  }

  private void tell(PlatformEvent event) {
    var now = clock.instant();
    log.platform(now, event);
    sandbox.tell(now, event);
  }

  /// @param duration of the invocation, the extensions' part included
  private PlatformEvent.Report report(
      Ending ending, PlatformEvent.Status status, @Nullable String errorType, Duration duration) {
    var init = ending.init();
    var restored = ending.restored();
    var used =
        duration
            .plus(init == null ? Duration.ZERO : init)
            .plus(restored == null ? Duration.ZERO : restored.billed());
    return new PlatformEvent.Report(
        ending.requestId(),
        status,
        errorType,
        duration,
        Duration.ofMillis(Math.ceilDiv(used.toNanos(), 1_000_000L)),
        version().settings().memoryMebibytes(),
        sandbox.maxMemoryMebibytes(),
        init,
        restored,
        ending.traceId());
  }

  private void explain(String requestId, Run run) {
    switch (run) {
      case Run.TimedOut timedOut -> log.explain(requestId + " " + FunctionError.reason(timedOut));
      case Run.NotStarted failed ->
          log.explain(
              "RequestId: %s Error: %s\n%s"
                  .formatted(requestId, failed.reason(), Run.NotStarted.ERROR_TYPE));
      case Run.ExtensionFailed failed ->
          log.explain(
              "RequestId: %s Error: %s\t%s"
                  .formatted(requestId, failed.reason(), failed.errorType()));
      case Run.Crashed crashed ->
          log.explain("RequestId: " + requestId + " Error: " + FunctionError.reason(crashed));
      default -> {}
    }
  }
}
