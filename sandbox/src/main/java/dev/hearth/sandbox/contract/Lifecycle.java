package dev.hearth.sandbox.contract;

import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.PlatformEvent.Status;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.telemetry.Telemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The meeting point of the platform, which has events, and a runtime, which asks for them. Every
/// change of [State] happens here, under one lock.
final class Lifecycle {
  /// How long a runtime that has failed may take to ask for the next event or to end, in ns.
  private static final long LAST_WORDS = Duration.ofSeconds(2).toNanos();

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = new State.Starting();
  private @Nullable Run outcome;
  private final Initialisation initialisation;
  private final Extensions extensions;
  private @Nullable Work last;
  private long tickets;

  Lifecycle(InstantSource clock) {
    this.clock = clock;
    this.initialisation = new Initialisation(clock);
    this.extensions = new Extensions(lock, changed, clock, initialisation);
  }

  // The platform's side.

  boolean awaitParked(Duration limit) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      await(now -> !(now instanceof State.Starting), System.nanoTime() + limit.toNanos());
      return state instanceof State.Parked;
    } finally {
      lock.unlock();
    }
  }

  void specialise(Map<String, String> environment, FunctionFacts facts, Telemetry log) {
    lock.lock();
    try {
      initialisation.begin(environment, facts, log);
      switch (state) {
        case State.Starting(), State.Parked() ->
            become(new State.Specialised(Map.copyOf(environment)));
        case State.Ended _ -> {} // the first run will tell
        default -> throw new IllegalStateException("specialised already: " + state.name());
      }
    } finally {
      lock.unlock();
    }
  }

  void restore(FunctionFacts facts, Telemetry log) {
    lock.lock();
    try {
      initialisation.restore(facts, log);
      become(new State.Specialised(Map.of()));
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the runtime makes copies of itself.
  ///
  /// @param limit of its initialisation
  /// @return how that failed, or null
  @Nullable Run awaitTemplate(Duration limit) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      boolean over =
          await(
              now -> now instanceof State.Template || isOver(now),
              System.nanoTime() + limit.toNanos());
      if (!over) {
        var elapsed = initialisation.failed(Status.TIMEOUT, null);
        become(new State.Ended("timeout", false));
        return new Run.TimedOut(limit, elapsed);
      }
      return endOf(initialisation.elapsed());
    } finally {
      lock.unlock();
    }
  }

  void awaitInitialised(Duration timeout) {
    lock.lock();
    try {
      var _ = await(now -> initialised(now) || isOver(now), initialisation.deadline(timeout));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the run that follows ends by it
    } finally {
      lock.unlock();
    }
  }

  Run run(Invocation invocation, Duration timeout) {
    lock.lock();
    try {
      var early = awaitIdle(timeout);
      return early != null ? early : offer(invocation, timeout);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      end("interrupted", false);
      return new Run.Crashed("interrupted", false, Duration.ZERO);
    } finally {
      lock.unlock();
    }
  }

  boolean settled() {
    return locked(() -> extensions.idle());
  }

  boolean usable() {
    return locked(() -> extensions.failure() == null);
  }

  /// @return how the last run failed after its answer, or null
  @Nullable Run awaitSettled() {
    lock.lock();
    try {
      var work = last;
      if (work == null) {
        return null;
      }
      boolean settled = await(now -> extensions.idle() || isOver(now), work.mustEnd());
      if (settled) {
        return extensions.idle() ? null : endOf(work.duration());
      }
      become(new State.Ended("timeout", false));
      return new Run.TimedOut(work.timeout(), work.duration());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Run.Crashed("interrupted", false, Duration.ZERO);
    } finally {
      lock.unlock();
    }
  }

  @Nullable Duration initDuration() {
    lock.lock();
    try {
      return initialisation.duration();
    } finally {
      lock.unlock();
    }
  }

  @Nullable Duration hooksDuration() {
    lock.lock();
    try {
      return initialisation.hooksDuration();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  void end(String exit, boolean outOfMemory) {
    lock.lock();
    try {
      if (!isLast(state)) {
        var ended = new State.Ended(exit, outOfMemory);
        initialisation.failed(Status.FAILURE, ended.errorType());
        become(ended);
      }
    } finally {
      lock.unlock();
    }
  }

  /// @return how the run ended before it began, or null when the runtime waits for the event
  private @Nullable Run awaitIdle(Duration timeout) throws InterruptedException {
    if (state instanceof State.Starting || state instanceof State.Parked) {
      throw new IllegalStateException("no function has been given to this sandbox");
    }
    long start = System.nanoTime();
    long deadline =
        initialisation.duration() == null
            ? initialisation.deadline(timeout)
            : start + timeout.toNanos();
    boolean ready = await(now -> (initialised(now) && extensions.idle()) || isOver(now), deadline);
    if (!ready) {
      initialisation.failed(Status.TIMEOUT, null);
      become(new State.Ended("timeout", false));
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
    return switch (state) {
      case State.InitFailed(var payload, var type, var initDuration) ->
          new Run.InitFailed(payload, type, initDuration);
      case State.RestoreFailed(var type, var restoreDuration) ->
          new Run.RestoreFailed(false, type, restoreDuration);
      case State.Ended ended when initialisation.restores() && initialisation.duration() == null ->
          new Run.RestoreFailed(false, ended.errorType(), duration);
      case State.Ended(var exit, var outOfMemory) -> new Run.Crashed(exit, outOfMemory, duration);
      default -> null;
    };
  }

  private Run offer(Invocation invocation, Duration timeout) throws InterruptedException {
    var work = new Work(invocation, clock.instant(), timeout);
    var run = offer(work);
    initialisation.log().platform(clock.instant(), work.done(run));
    return run;
  }

  private Run offer(Work work) throws InterruptedException {
    outcome = null;
    last = work;
    extensions.invoke(work);
    become(new State.Offered(work));
    boolean over = await(_ -> outcome != null || isOver(state), work.mustEnd());
    work.closeStream();
    if (outcome != null) {
      var answer = outcome;
      if (answer instanceof Run.Failed) {
        // Some errors are a runtime's last words. Whoever gets this answer can then tell a sandbox
        // that goes on from one that is dead.
        await(now -> now instanceof State.Idle || isLast(now), System.nanoTime() + LAST_WORDS);
      }
      return answer;
    }
    if (!over) {
      become(new State.Ended("timeout", false));
      return new Run.TimedOut(work.timeout(), work.duration());
    }
    return Objects.requireNonNull(endOf(work.duration()), "it is over without an end");
  }

  Extensions extensions() {
    return extensions;
  }

  // The runtime's side.

  /// Waits for the runtime's function.
  ///
  /// @return the environment of its process
  Map<String, String> awaitFunction() throws Refusal, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (state instanceof State.Starting) {
        become(new State.Parked());
      }
      await(now -> !(now instanceof State.Parked));
      if (state instanceof State.Specialised(var environment)) {
        become(new State.Initialising());
        return environment;
      }
      throw Refusal.outOfOrder("park", state);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for an event.
  Work awaitEvent() throws Refusal, InterruptedException {
    lock.lockInterruptibly();
    try {
      switch (state) {
        case State.Specialised _, State.Initialising _ -> initialisation.runtimeDone();
        case State.Idle _, State.Offered _, State.Answered _ -> {}
        default -> throw Refusal.outOfOrder("next", state);
      }
      var mine = new State.Idle(++tickets);
      if (!(state instanceof State.Offered)) {
        become(mine);
        if (extensions.idle()) {
          initialisation.succeeded();
        }
      }
      await(now -> !now.equals(mine));
      if (state instanceof State.Offered(var work)) {
        become(new State.Running(work));
        return work;
      }
      throw Refusal.outOfOrder("next", state);
    } finally {
      lock.unlock();
    }
  }

  /// The event could not be delivered: whoever asks next gets it.
  void takeBack(Work work) {
    lock.lock();
    try {
      if (state instanceof State.Running(var running) && running == work) {
        become(new State.Offered(work));
      }
    } finally {
      lock.unlock();
    }
  }

  /// The runtime begins to answer; nobody else can now.
  Work beginAnswer(String requestId) throws Refusal {
    lock.lock();
    try {
      return switch (state) {
        case State.Running(var work) when isFor(work, requestId) -> {
          work.beginAnswer();
          become(new State.Answering(work));
          yield work;
        }
        case State.Answering(var work) when isFor(work, requestId) ->
            throw Refusal.outOfOrder("a second answer", state);
        default -> throw Refusal.wrongRequestId();
      };
    } finally {
      lock.unlock();
    }
  }

  /// The runtime's answer is there, or it broke off: `run` null.
  void finishAnswer(Work work, @Nullable Run run) {
    lock.lock();
    try {
      if (state instanceof State.Answering(var answering) && answering == work) {
        outcome = run;
        become(run == null ? new State.Running(work) : new State.Answered());
      }
    } finally {
      lock.unlock();
    }
  }

  void failInit(Payload payload, @Nullable String errorType) throws Refusal {
    lock.lock();
    try {
      if (!(state instanceof State.Specialised) && !(state instanceof State.Initialising)) {
        throw Refusal.outOfOrder("init/error", state);
      }
      var duration = initialisation.failed(Status.ERROR, errorType);
      become(new State.InitFailed(payload, errorType, duration));
    } finally {
      lock.unlock();
    }
  }

  /// The runtime is initialised and asks whether to make a copy of itself.
  void templateReady() throws Refusal {
    lock.lock();
    try {
      if (state instanceof State.Initialising) {
        initialisation.runtimeDone();
        initialisation.succeeded();
        become(new State.Template());
      } else if (!(state instanceof State.Template)) {
        throw Refusal.outOfOrder("copy", state);
      }
    } finally {
      lock.unlock();
    }
  }

  /// The runtime is a copy and begins its part of the restore.
  void restored() throws Refusal {
    lock.lock();
    try {
      if (!initialisation.restores()) {
        throw Refusal.noSuchCall(); // there is nothing to restore
      }
      if (!(state instanceof State.Specialised)) {
        throw Refusal.outOfOrder("restore/next", state);
      }
      initialisation.restored();
      become(new State.Initialising());
    } finally {
      lock.unlock();
    }
  }

  void failRestore(@Nullable String errorType) throws Refusal {
    lock.lock();
    try {
      if (!initialisation.restores()) {
        throw Refusal.noSuchCall();
      }
      if (!(state instanceof State.Initialising)) {
        throw Refusal.outOfOrder("restore/error", state);
      }
      var duration = initialisation.failed(Status.ERROR, errorType);
      become(new State.RestoreFailed(errorType, duration));
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver(State now) {
    return isLast(now) || extensions.failure() != null;
  }

  private boolean initialised(State now) {
    return now instanceof State.Idle && initialisation.duration() != null;
  }

  private static boolean isFor(Work work, String requestId) {
    return work.invocation().requestId().equals(requestId);
  }

  private static boolean isLast(State state) {
    return state instanceof State.Ended
        || state instanceof State.InitFailed
        || state instanceof State.RestoreFailed;
  }

  private void become(State next) {
    state = next;
    changed.signalAll();
  }

  private void await(Predicate<State> condition) throws InterruptedException {
    while (!condition.test(state)) {
      changed.await();
    }
  }

  /// @return false when `deadline`, a [System#nanoTime()], passed first
  private boolean await(Predicate<State> condition, long deadline) throws InterruptedException {
    while (!condition.test(state)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      boolean _ = changed.await(left, TimeUnit.NANOSECONDS);
    }
    return true;
  }
}
