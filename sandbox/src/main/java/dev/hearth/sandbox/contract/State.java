package dev.hearth.sandbox.contract;

import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Run;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a runtime is in its life. The usual way:
///
/// ```
/// Starting → Parked → Specialised → Initialising → Idle → Offered → Running → Answering → Answered
///                                                   ↑                                        │
///                                                   └────────────────────────────────────────┘
/// ```
///
/// A runtime that is started with its code skips `Parked`; one that never asks for it, a custom
/// runtime, skips `Initialising`. A template of copies stays `Template` where others become `Idle`;
/// its copies begin as `Specialised`. `InitFailed`, `RestoreFailed` and `Ended` are last.
sealed interface State {
  /// The process has not been heard of.
  record Starting() implements State {}

  /// It waits for its code.
  record Parked() implements State {}

  /// Its code is in place; it may not know yet.
  record Specialised(Map<String, String> environment) implements State {
    @Override
    public String toString() {
      return "Specialised"; // the environment holds secrets
    }
  }

  /// It loads its code.
  record Initialising() implements State {}

  /// It is initialised, and makes copies of itself.
  record Template() implements State {}

  /// It waits for an event.
  ///
  /// @param ticket which call waits; a newer one takes the place of an older, whose connection may
  ///   be dead
  record Idle(long ticket) implements State {}

  /// An event is there for it.
  record Offered(Work work) implements State {}

  /// It has the event.
  record Running(Work work) implements State {}

  /// Its answer is being read.
  record Answering(Work work) implements State {}

  /// Its answer is complete; it has not asked for the next event.
  record Answered() implements State {}

  /// It could not load its code.
  record InitFailed(Payload payload, @Nullable String errorType, Duration duration)
      implements State {}

  /// It is a copy whose hooks after the restore have failed.
  record RestoreFailed(@Nullable String errorType, Duration duration) implements State {}

  /// It has nothing to start.
  ///
  /// @param reason as the caller is told
  record NotStarted(String reason) implements State {}

  /// Its process is gone, or given up.
  record Ended(String exit, boolean outOfMemory) implements State {
    String errorType() {
      return Run.crashType(outOfMemory);
    }
  }

  /// Whether nothing comes after it.
  default boolean isLast() {
    return this instanceof Ended
        || this instanceof InitFailed
        || this instanceof RestoreFailed
        || this instanceof NotStarted;
  }

  /// For messages to the runtime's author.
  default String name() {
    return getClass().getSimpleName();
  }
}
