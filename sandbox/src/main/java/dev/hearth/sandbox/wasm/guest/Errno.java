package dev.hearth.sandbox.wasm.guest;

/// WASI's error numbers, those in use here.
public final class Errno {
  public static final int SUCCESS = 0;
  public static final int BAD_DESCRIPTOR = 8;
  public static final int INVALID = 28;
  public static final int NOT_A_FOLDER = 54;
  public static final int NOT_A_SOCKET = 57;
  public static final int NOT_SUPPORTED = 58;
  public static final int NOT_SEEKABLE = 70;

  private Errno() {}
}
