package dev.hearth.functions.code;

import org.jspecify.annotations.Nullable;

/// A package is not in the store: collected already, or lost with the disk.
public final class MissingCodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingCodeException(String sha256, @Nullable Throwable cause) {
    super("code package " + sha256 + " is missing", cause);
  }
}
