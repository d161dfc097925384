package dev.hearth.sandbox.wasm;

import java.io.ByteArrayOutputStream;

/// Modules as WebAssembly's binary format has them. Source: WebAssembly Core Specification, "Binary
/// Format".
final class Binaries {
  private static final int HEADER_BYTES = 8;
  private static final int CUSTOM = 0;
  private static final int CODE = 10;

  /// Of a function: its size, no locals, `end`.
  private static final byte[] EMPTY_BODY = {2, 0, 0x0b};

  private Binaries() {}

  /// What an instance still needs of a module whose functions are compiled: all but these, which
  /// take twenty times as much memory as the binary. Names and other remarks go, too.
  ///
  /// @param binary a valid one
  static byte[] withoutCode(byte[] binary) {
    var out = new ByteArrayOutputStream();
    out.write(binary, 0, HEADER_BYTES);
    int at = HEADER_BYTES;
    while (at < binary.length) {
      int id = binary[at];
      int content = at + 1 + width(binary, at + 1);
      int end = content + number(binary, at + 1);
      if (id == CODE) {
        code(out, number(binary, content));
      } else if (id != CUSTOM) {
        out.write(binary, at, end - at);
      }
      at = end;
    }
    return out.toByteArray();
  }

  private static void code(ByteArrayOutputStream out, int functions) {
    var content = new ByteArrayOutputStream();
    write(content, functions);
    for (int i = 0; i < functions; i++) {
      content.writeBytes(EMPTY_BODY);
    }
    out.write(CODE);
    write(out, content.size());
    out.writeBytes(content.toByteArray());
  }

  /// How many bytes the number at `at` has.
  private static int width(byte[] binary, int at) {
    int width = 1;
    while (binary[at + width - 1] < 0) {
      width++;
    }
    return width;
  }

  /// LEB128, unsigned.
  private static int number(byte[] binary, int at) {
    int value = 0;
    for (int i = 0; i < width(binary, at); i++) {
      value |= (binary[at + i] & 0x7f) << 7 * i;
    }
    return value;
  }

  private static void write(ByteArrayOutputStream out, int number) {
    int rest = number;
    while (rest >>> 7 != 0) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
