package dev.hearth.invocation.async;

import dev.hearth.invocation.Answer;
import dev.hearth.invocation.ledger.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is to be done with an event.
sealed interface Step {
  /// Whether the event came to what it was meant to.
  default boolean isSuccess() {
    return this instanceof End end && end.outcome == Outcome.SUCCESS;
  }

  /// Run it.
  record Run() implements Step {}

  /// Its attempt failed: make another one at `at`.
  record Retry(Instant at) implements Step {}

  /// There was no attempt: make it at `at`.
  record Defer(Instant at) implements Step {}

  /// It is over.
  ///
  /// @param answer of the last attempt; null where that gave none
  /// @param status what the last attempt came to in HTTP's words: 200 for one that ran
  /// @param why empty after a success
  record End(Outcome outcome, @Nullable Answer answer, int status, String why) implements Step {}
}
