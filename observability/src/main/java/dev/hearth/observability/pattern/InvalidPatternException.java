package dev.hearth.observability.pattern;

/// A filter pattern that cannot be read; the message says what is wrong, for its author.
public final class InvalidPatternException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidPatternException(String message) {
    super(message, null, false, false); // the author's mistake costs no stack trace
  }
}
