package dev.hearth.sandbox.contract;

import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.PlatformEvent.Status;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.telemetry.Telemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The meeting point of the platform, which has events, and a runtime, which asks for them: the
/// platform's side. Every change of [State] happens here or in [RuntimeCalls], under one lock.
final class Lifecycle {
  /// How long a runtime that has failed may take to ask for the next event or to end, in ns.
  private static final long LAST_WORDS = Duration.ofSeconds(2).toNanos();

  private final InstantSource clock;
  private final Progress progress = new Progress();
  private final Initialisation initialisation;
  private final Extensions extensions;
  private final RuntimeCalls runtime;
  private @Nullable Work last; // guarded by the lock

  Lifecycle(InstantSource clock) {
    this.clock = clock;
    this.initialisation = new Initialisation(clock);
    this.extensions = new Extensions(progress.lock(), progress.changed(), clock, initialisation);
    this.runtime = new RuntimeCalls(progress, initialisation, extensions);
  }

  boolean awaitParked(Duration limit) throws InterruptedException {
    progress.lock().lockInterruptibly();
    try {
      progress.await(now -> !(now instanceof State.Starting), System.nanoTime() + limit.toNanos());
      return progress.state() instanceof State.Parked;
    } finally {
      progress.lock().unlock();
    }
  }

  /// The runtime waits for its function in a way of its own.
  void park() {
    progress.lock().lock();
    try {
      if (progress.state() instanceof State.Starting) {
        progress.become(new State.Parked());
      }
    } finally {
      progress.lock().unlock();
    }
  }

  /// There is nothing that could be started.
  void refuse(String reason) {
    progress.lock().lock();
    try {
      if (!progress.state().isLast()) {
        initialisation.failed(Status.ERROR, Run.NotStarted.ERROR_TYPE);
        progress.become(new State.NotStarted(reason));
      }
    } finally {
      progress.lock().unlock();
    }
  }

  void specialise(Map<String, String> environment, FunctionFacts facts, Telemetry log) {
    progress.lock().lock();
    try {
      initialisation.begin(environment, facts, log);
      switch (progress.state()) {
        case State.Starting(), State.Parked() ->
            progress.become(new State.Specialised(Map.copyOf(environment)));
        case State.Ended _ -> {} // the first run will tell
        default ->
            throw new IllegalStateException("specialised already: " + progress.state().name());
      }
    } finally {
      progress.lock().unlock();
    }
  }

  void restore(FunctionFacts facts, Telemetry log) {
    progress.lock().lock();
    try {
      initialisation.restore(facts, log);
      progress.become(new State.Specialised(Map.of()));
    } finally {
      progress.lock().unlock();
    }
  }

  /// Waits until the runtime makes copies of itself.
  ///
  /// @param limit of its initialisation
  /// @return how that failed, or null
  @Nullable Run awaitTemplate(Duration limit) throws InterruptedException {
    progress.lock().lockInterruptibly();
    try {
      boolean over =
          progress.await(
              now -> now instanceof State.Template || isOver(now),
              System.nanoTime() + limit.toNanos());
      if (!over) {
        var elapsed = initialisation.failed(Status.TIMEOUT, null);
        progress.become(new State.Ended("timeout", false));
        return new Run.TimedOut(limit, elapsed);
      }
      return endOf(initialisation.elapsed());
    } finally {
      progress.lock().unlock();
    }
  }

  void awaitInitialised(Duration timeout) {
    progress.lock().lock();
    try {
      // It may have its first event by now, and not be idle any more.
      var _ =
          progress.await(
              now -> initialisation.duration() != null || isOver(now),
              initialisation.deadline(timeout));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the run that follows ends by it
    } finally {
      progress.lock().unlock();
    }
  }

  Run run(Invocation invocation, Duration timeout) {
    progress.lock().lock();
    try {
      var early = awaitIdle(timeout);
      return early != null ? early : offer(invocation, timeout);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      end("interrupted", false);
      return new Run.Crashed("interrupted", false, Duration.ZERO);
    } finally {
      progress.lock().unlock();
    }
  }

  /// Waits until the runtime takes events, one or several at once.
  ///
  /// @return how that ended in vain, or null
  @Nullable Run awaitReady(Duration timeout) {
    progress.lock().lock();
    try {
      return awaitIdle(timeout);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Run.Crashed("interrupted", false, Duration.ZERO);
    } finally {
      progress.lock().unlock();
    }
  }

  /// Of events for a runtime that takes several at once, this is all it hears.
  void report(Work work, Run run) {
    initialisation.log().platform(clock.instant(), work.done(run));
  }

  boolean settled() {
    return progress.locked(() -> extensions.idle());
  }

  boolean usable() {
    return progress.locked(() -> extensions.failure() == null);
  }

  /// @return how the last run failed after its answer, or null
  @Nullable Run awaitSettled() {
    progress.lock().lock();
    try {
      var work = last;
      if (work == null) {
        return null;
      }
      boolean settled = progress.await(now -> extensions.idle() || isOver(now), work.mustEnd());
      if (settled) {
        return extensions.idle() ? null : endOf(work.duration());
      }
      progress.become(new State.Ended("timeout", false));
      return new Run.TimedOut(work.timeout(), work.duration());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Run.Crashed("interrupted", false, Duration.ZERO);
    } finally {
      progress.lock().unlock();
    }
  }

  @Nullable Duration initDuration() {
    return progress.<@Nullable Duration>locked(initialisation::duration);
  }

  @Nullable Duration hooksDuration() {
    return progress.<@Nullable Duration>locked(initialisation::hooksDuration);
  }

  void end(String exit, boolean outOfMemory) {
    progress.lock().lock();
    try {
      if (!progress.state().isLast()) {
        var ended = new State.Ended(exit, outOfMemory);
        initialisation.failed(Status.FAILURE, ended.errorType());
        progress.become(ended);
      }
    } finally {
      progress.lock().unlock();
    }
  }

  /// @return how the run ended before it began, or null when the runtime waits for the event
  private @Nullable Run awaitIdle(Duration timeout) throws InterruptedException {
    if (progress.state() instanceof State.Starting || progress.state() instanceof State.Parked) {
      throw new IllegalStateException("no function has been given to this sandbox");
    }
    long start = System.nanoTime();
    long deadline =
        initialisation.duration() == null
            ? initialisation.deadline(timeout)
            : start + timeout.toNanos();
    boolean ready =
        progress.await(now -> (initialised(now) && extensions.idle()) || isOver(now), deadline);
    if (!ready) {
      initialisation.failed(Status.TIMEOUT, null);
      progress.become(new State.Ended("timeout", false));
      var waited = Duration.ofNanos(System.nanoTime() - start);
      return initialisation.restores() && initialisation.duration() == null
          ? new Run.RestoreFailed(true, null, waited)
          : new Run.TimedOut(timeout, waited);
    }
    return endOf(Duration.ofNanos(System.nanoTime() - start));
  }

  /// How a run of `duration` ends for there is no runtime that could go on, or that may for all its
  /// extensions; null where one can.
  private @Nullable Run endOf(Duration duration) {
    var failure = extensions.failure();
    if (failure != null) {
      initialisation.failed(Status.FAILURE, failure.errorType());
      return failure.after(duration);
    }
    return switch (progress.state()) {
      case State.InitFailed(var payload, var type, var initDuration) ->
          new Run.InitFailed(payload, type, initDuration);
      case State.RestoreFailed(var type, var restoreDuration) ->
          new Run.RestoreFailed(false, type, restoreDuration);
      case State.Ended ended when initialisation.restores() && initialisation.duration() == null ->
          new Run.RestoreFailed(false, ended.errorType(), duration);
      case State.NotStarted(var reason) -> new Run.NotStarted(reason, duration);
      case State.Ended(var exit, var outOfMemory) -> new Run.Crashed(exit, outOfMemory, duration);
      default -> null;
    };
  }

  private Run offer(Invocation invocation, Duration timeout) throws InterruptedException {
    var work = new Work(invocation, clock.instant(), timeout);
    var run = offer(work);
    report(work, run);
    return run;
  }

  private Run offer(Work work) throws InterruptedException {
    last = work;
    extensions.invoke(work);
    progress.become(new State.Offered(work));
    boolean over = progress.await(now -> work.outcome() != null || isOver(now), work.mustEnd());
    work.closeStream();
    var answer = work.outcome();
    if (answer != null) {
      if (answer instanceof Run.Failed) {
        // Some errors are a runtime's last words. Whoever gets this answer can then tell a sandbox
        // that goes on from one that is dead.
        progress.await(
            now -> now instanceof State.Idle || now.isLast(), System.nanoTime() + LAST_WORDS);
      }
      return answer;
    }
    if (!over) {
      progress.become(new State.Ended("timeout", false));
      return new Run.TimedOut(work.timeout(), work.duration());
    }
    return Objects.requireNonNull(endOf(work.duration()), "it is over without an end");
  }

  Extensions extensions() {
    return extensions;
  }

  /// What the runtime itself does.
  RuntimeCalls runtime() {
    return runtime;
  }

  private boolean isOver(State now) {
    return now.isLast() || extensions.failure() != null;
  }

  private boolean initialised(State now) {
    return now instanceof State.Idle && initialisation.duration() != null;
  }
}
