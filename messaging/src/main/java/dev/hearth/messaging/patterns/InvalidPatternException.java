package dev.hearth.messaging.patterns;

/// A text that is no event pattern; the message says why.
public final class InvalidPatternException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidPatternException(String why) {
    super(why, null, false, false); // it is the writer's mistake, and costs no stack trace
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
