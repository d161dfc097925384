package dev.hearth.sandbox.wasm.guest;

/// A guest has called `proc_exit`.
final class ExitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  ExitException(int status) {
    super("exit status " + status, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
