package dev.hearth.invocation;

import dev.hearth.kernel.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/// The last 4 KiB of what one run wrote, for `LogType=Tail`.
final class LogTail {
  static final int LIMIT_BYTES = 4096;

  private final ArrayDeque<byte[]> lines = new ArrayDeque<>();
  private int size;

  synchronized void clear() {
    lines.clear();
    size = 0;
  }

  synchronized void add(String line) {
    var bytes = line.getBytes(StandardCharsets.UTF_8);
    lines.addLast(bytes);
    size += bytes.length;
    // A line is dropped only when the rest still fills the limit.
    while (size - lines.getFirst().length >= LIMIT_BYTES) {
      size -= lines.removeFirst().length;
    }
  }

  synchronized Payload toPayload() {
    var all = new byte[size];
    var at = 0;
    for (var line : lines) {
      System.arraycopy(line, 0, all, at, line.length);
      at += line.length;
    }
    if (size <= LIMIT_BYTES) {
      return Payload.of(all);
    }
    var from = size - LIMIT_BYTES;
    while (from < size && (all[from] & 0xC0) == 0x80) {
      from++; // not in the middle of a character
    }
    return Payload.of(java.util.Arrays.copyOfRange(all, from, size));
  }
}
