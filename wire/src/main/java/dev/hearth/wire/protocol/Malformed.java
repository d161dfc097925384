package dev.hearth.wire.protocol;

import dev.hearth.kernel.ServiceException;

/// Makes the error for what cannot be read.
final class Malformed {
  private Malformed() {}

  /// @param reason never holds what the client sent, for that may be a secret
  static ServiceException because(String reason) {
    return new ServiceException("SerializationException", 400, reason);
  }
}
