package dev.hearth.sandbox.telemetry;

/// An extension asked for telemetry in a way that cannot be served; the message tells it why.
public final class InvalidSubscriptionException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidSubscriptionException(String message) {
    super(message, null, false, false); // a hostile extension may cause as many as it likes
  }
}
