package dev.hearth.sandbox.wasm;

/// WASI's error numbers, those in use here.
final class Errno {
  static final int SUCCESS = 0;
  static final int BAD_DESCRIPTOR = 8;
  static final int INVALID = 28;
  static final int NOT_A_FOLDER = 54;
  static final int NOT_A_SOCKET = 57;
  static final int NOT_SUPPORTED = 58;
  static final int NOT_SEEKABLE = 70;

  private Errno() {}
}
