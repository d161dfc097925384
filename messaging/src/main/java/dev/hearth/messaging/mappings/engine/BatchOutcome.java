package dev.hearth.messaging.mappings.engine;

import dev.hearth.invocation.Answer;
import java.util.Set;

/// What came of handing a batch over.
public sealed interface BatchOutcome {
  /// It was taken, but for the messages with these ids.
  record Settled(Set<String> failed) implements BatchOutcome {}

  /// What came of invoking a function with it.
  sealed interface OfFunction extends BatchOutcome {}

  /// It ran, and did not fail as a whole.
  record Succeeded(Answer answer, String requestId) implements OfFunction {}

  /// It ran and failed.
  record Failed(Answer answer, String requestId) implements OfFunction {}

  /// It did not run, or was not taken; that was no attempt.
  ///
  /// @param why as `LastProcessingResult` tells it
  record Refused(String why) implements OfFunction {}
}
