package dev.hearth.store;

import org.jspecify.annotations.Nullable;

/// The store cannot be opened: the folder is in use, or of a newer version, or damaged. The message
/// is for whoever started Hearth: it names the place and says what to do.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message complete by itself, as the command line prints nothing else
  public StoreException(String message) {
    this(message, null);
  }

  /// As above, with what caused it.
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
