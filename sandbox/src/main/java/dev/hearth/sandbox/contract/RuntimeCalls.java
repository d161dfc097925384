package dev.hearth.sandbox.contract;

import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.PlatformEvent.Status;
import dev.hearth.sandbox.Run;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The runtime's side of a [Lifecycle]: what its calls wait for, and what they change.
final class RuntimeCalls {
  private final Progress progress;
  private final Initialisation initialisation;
  private final Extensions extensions;
  private boolean failing; // guarded by the lock
  private long tickets; // guarded by the lock

  RuntimeCalls(Progress progress, Initialisation initialisation, Extensions extensions) {
    this.progress = progress;
    this.initialisation = initialisation;
    this.extensions = extensions;
  }

  /// Waits for the runtime's function.
  ///
  /// @return the environment of its process
  Map<String, String> awaitFunction() throws Refusal, InterruptedException {
    progress.lock().lockInterruptibly();
    try {
      if (progress.state() instanceof State.Starting) {
        progress.become(new State.Parked());
      }
      progress.await(now -> !(now instanceof State.Parked));
      if (progress.state() instanceof State.Specialised(var environment)) {
        progress.become(new State.Initialising());
        return environment;
      }
      throw Refusal.outOfOrder("park", progress.state());
    } finally {
      progress.lock().unlock();
    }
  }

  /// Waits for an event.
  Work awaitEvent() throws Refusal, InterruptedException {
    progress.lock().lockInterruptibly();
    try {
      switch (progress.state()) {
        case State.Specialised _, State.Initialising _ -> initialisation.runtimeDone();
        case State.Idle _, State.Offered _, State.Answered _ -> {}
        default -> throw Refusal.outOfOrder("next", progress.state());
      }
      var mine = new State.Idle(++tickets);
      if (!(progress.state() instanceof State.Offered)) {
        progress.become(mine);
        if (extensions.idle()) {
          initialisation.succeeded();
        }
      }
      progress.await(now -> !now.equals(mine));
      if (progress.state() instanceof State.Offered(var work)) {
        progress.become(new State.Running(work));
        return work;
      }
      throw Refusal.outOfOrder("next", progress.state());
    } finally {
      progress.lock().unlock();
    }
  }

  /// The event could not be delivered: whoever asks next gets it.
  void takeBack(Work work) {
    progress.lock().lock();
    try {
      if (progress.state() instanceof State.Running(var running) && running == work) {
        progress.become(new State.Offered(work));
      }
    } finally {
      progress.lock().unlock();
    }
  }

  /// The runtime begins to answer; nobody else can now.
  Work beginAnswer(String requestId) throws Refusal {
    progress.lock().lock();
    try {
      return switch (progress.state()) {
        case State.Running(var work) when isFor(work, requestId) -> {
          work.beginAnswer();
          progress.become(new State.Answering(work));
          yield work;
        }
        case State.Answering(var work) when isFor(work, requestId) ->
            throw Refusal.outOfOrder("a second answer", progress.state());
        default -> throw Refusal.wrongRequestId();
      };
    } finally {
      progress.lock().unlock();
    }
  }

  /// The runtime's answer is there, or it broke off: `run` null.
  void finishAnswer(Work work, @Nullable Run run) {
    progress.lock().lock();
    try {
      if (progress.state() instanceof State.Answering(var answering) && answering == work) {
        work.finish(run);
        progress.become(run == null ? new State.Running(work) : new State.Answered());
      }
    } finally {
      progress.lock().unlock();
    }
  }

  /// The runtime begins to tell why it could not be initialised; one call at a time, for what it
  /// tells is kept in memory meanwhile.
  ///
  /// @return closes when it has told, or broken off
  Failing beginFailInit() throws Refusal {
    progress.lock().lock();
    try {
      if (failing || isInitialised()) {
        throw Refusal.outOfOrder("init/error", progress.state());
      }
      failing = true;
      return () -> progress.locked(() -> failing = false);
    } finally {
      progress.lock().unlock();
    }
  }

  /// See [#beginFailInit()].
  interface Failing extends AutoCloseable {
    @Override
    void close();
  }

  private boolean isInitialised() {
    return !(progress.state() instanceof State.Specialised)
        && !(progress.state() instanceof State.Initialising);
  }

  void failInit(Payload payload, @Nullable String errorType) throws Refusal {
    progress.lock().lock();
    try {
      if (isInitialised()) {
        throw Refusal.outOfOrder("init/error", progress.state());
      }
      var duration = initialisation.failed(Status.ERROR, errorType);
      progress.become(new State.InitFailed(payload, errorType, duration));
    } finally {
      progress.lock().unlock();
    }
  }

  /// The runtime is initialised and asks whether to make a copy of itself.
  void templateReady() throws Refusal {
    progress.lock().lock();
    try {
      if (progress.state() instanceof State.Initialising) {
        initialisation.runtimeDone();
        initialisation.succeeded();
        progress.become(new State.Template());
      } else if (!(progress.state() instanceof State.Template)) {
        throw Refusal.outOfOrder("copy", progress.state());
      }
    } finally {
      progress.lock().unlock();
    }
  }

  /// The runtime is a copy and begins its part of the restore.
  void restored() throws Refusal {
    progress.lock().lock();
    try {
      if (!initialisation.restores()) {
        throw Refusal.noSuchCall(); // there is nothing to restore
      }
      if (!(progress.state() instanceof State.Specialised)) {
        throw Refusal.outOfOrder("restore/next", progress.state());
      }
      initialisation.restored();
      progress.become(new State.Initialising());
    } finally {
      progress.lock().unlock();
    }
  }

  void failRestore(@Nullable String errorType) throws Refusal {
    progress.lock().lock();
    try {
      if (!initialisation.restores()) {
        throw Refusal.noSuchCall();
      }
      if (!(progress.state() instanceof State.Initialising)) {
        throw Refusal.outOfOrder("restore/error", progress.state());
      }
      var duration = initialisation.failed(Status.ERROR, errorType);
      progress.become(new State.RestoreFailed(errorType, duration));
    } finally {
      progress.lock().unlock();
    }
  }

  private static boolean isFor(Work work, String requestId) {
    return work.invocation().requestId().equals(requestId);
  }
}
