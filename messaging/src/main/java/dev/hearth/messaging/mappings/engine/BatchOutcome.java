package dev.hearth.messaging.mappings.engine;

import dev.hearth.invocation.Answer;

/// What came of invoking a function with a batch.
sealed interface BatchOutcome {
  /// It ran, and did not fail as a whole.
  record Succeeded(Answer answer, String requestId) implements BatchOutcome {}

  /// It ran and failed.
  record Failed(Answer answer, String requestId) implements BatchOutcome {}

  /// It did not run; that was no attempt.
  ///
  /// @param why as `LastProcessingResult` tells it
  record Refused(String why) implements BatchOutcome {}
}
