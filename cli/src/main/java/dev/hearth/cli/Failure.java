package dev.hearth.cli;

import org.jspecify.annotations.Nullable;

/// A command could not do its work: what went wrong, and what the user can do next. Exit code 1.
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String next;

  public Failure(String message) {
    this(message, null, null);
  }

  /// @param next a sentence or a command to paste
  public Failure(String message, String next) {
    this(message, next, null);
  }

  Failure(String message, @Nullable String next, @Nullable Throwable cause) {
    super(message, cause);
    this.next = next;
  }

  @Nullable String next() {
    return next;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
