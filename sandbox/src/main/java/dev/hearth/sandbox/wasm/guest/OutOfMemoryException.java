package dev.hearth.sandbox.wasm.guest;

/// A guest wants more memory to begin with than it can have.
final class OutOfMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutOfMemoryException(String message) {
    super(message);
  }
}
