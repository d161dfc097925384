package dev.hearth.javaruntime;

import org.jspecify.annotations.Nullable;

/// What the runtime itself finds wrong, not the function.
final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;

  private Fault(String type, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.type = type;
    setStackTrace(new StackTraceElement[0]); // it would be our own
  }

  /// The handler cannot be found.
  static Fault handler(String message, @Nullable Throwable cause) {
    return new Fault(
        cause == null ? "java.lang.IllegalArgumentException" : cause.getClass().getName(),
        message,
        cause instanceof ReflectiveOperationException ? null : cause);
  }

  /// The event does not fit what the handler takes.
  static Fault event(Throwable cause) {
    return new Fault("java.lang.RuntimeException", "An error occurred during JSON parsing", cause);
  }

  /// The handler's answer cannot be told.
  static Fault answer(Throwable cause) {
    return new Fault(
        "java.lang.RuntimeException",
        "An error occurred during JSON serialization of response",
        cause);
  }

  /// As the caller is told.
  String type() {
    return type;
  }
}
