package dev.hearth.sandbox.wasm.guest;

import java.util.List;

/// What one run of a module is given.
///
/// @param event all that is on its standard input
/// @param arguments zero-terminated
/// @param environment zero-terminated, each `NAME=value`
/// @param memoryPages most that it may have, of 64 KiB
/// @param outputBytes most that it may answer
/// @param random its own
public record GuestSettings(
    byte[] event,
    List<byte[]> arguments,
    List<byte[]> environment,
    int memoryPages,
    int outputBytes,
    GuestRandom random) {
  /// Lambda's limit of a response: 6 MiB and 100 bytes.
  public static final int MOST_OUTPUT_BYTES = 6 * 1024 * 1024 + 100;

  private static final int PAGES_PER_MEBIBYTE = 16;
  private static final int MOST_PAGES = 32_767; // what a signed 32-bit address reaches

  /// What a function's memory size allows.
  public static int pages(int memoryMebibytes) {
    return Math.min(memoryMebibytes * PAGES_PER_MEBIBYTE, MOST_PAGES);
  }

  /// How much memory so many pages are, rounded up.
  public static int mebibytes(int pages) {
    return Math.ceilDiv(pages, PAGES_PER_MEBIBYTE);
  }
}
