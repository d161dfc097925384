package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.patterns.EventPattern;
import dev.hearth.messaging.patterns.InvalidPatternException;

/// Patterns in requests.
final class Patterns {
  private Patterns() {}

  /// @throws dev.hearth.kernel.ServiceException `InvalidEventPatternException`
  static EventPattern compile(String pattern) {
    try {
      return EventPattern.compile(pattern);
    } catch (InvalidPatternException e) {
      throw Refusals.invalidPattern(e.getMessage());
    }
  }
}
