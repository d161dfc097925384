package dev.hearth.sandbox.wasm;

/// A file is no module that can be run here. The message goes on after the module's name.
final class InvalidModuleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidModuleException(String message) {
    super(message);
  }

  InvalidModuleException(String message, Throwable cause) {
    super(message, cause);
  }
}
