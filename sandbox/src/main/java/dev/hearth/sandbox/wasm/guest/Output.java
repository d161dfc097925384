package dev.hearth.sandbox.wasm.guest;

import java.util.Arrays;

/// What a guest answers, up to a limit; of what is more, only the size is kept.
public final class Output {
  private final int limit;
  private byte[] bytes = new byte[512];
  private long written;

  Output(int limit) {
    this.limit = limit;
  }

  void write(byte[] more) {
    long before = written;
    written = before + more.length;
    if (written > limit) {
      bytes = new byte[0];
      return;
    }
    if (written > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(written, 2L * bytes.length)));
    }
    System.arraycopy(more, 0, bytes, (int) before, more.length);
  }

  /// In bytes; more than the limit where it is too large.
  public long size() {
    return written;
  }

  /// All of it; nothing where it is too large.
  public byte[] bytes() {
    return written > limit ? new byte[0] : Arrays.copyOf(bytes, (int) written);
  }
}
