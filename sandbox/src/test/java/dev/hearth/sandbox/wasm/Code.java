package dev.hearth.sandbox.wasm;

import java.io.ByteArrayOutputStream;

/// A function's instructions.
final class Code {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static Code of() {
    return new Code();
  }

  Code op(int... opcode) {
    out.writeBytes(Binary.bytes(opcode));
    return this;
  }

  Code i32(int value) {
    return op(0x41).raw(Binary.signed(value));
  }

  Code i64(long value) {
    return op(0x42).raw(Binary.signed(value));
  }

  Code call(int function) {
    return op(0x10).raw(Binary.number(function));
  }

  Code drop() {
    return op(0x1a);
  }

  Code get(int local) {
    return op(0x20).raw(Binary.number(local));
  }

  Code set(int local) {
    return op(0x21).raw(Binary.number(local));
  }

  /// Stores the i32 on top at the address below it.
  Code store() {
    return op(0x36, 2, 0);
  }

  /// Loads the i32 at the address on top.
  Code load() {
    return op(0x28, 2, 0);
  }

  Code grow() {
    return op(0x40, 0);
  }

  Code loop() {
    return op(0x03, 0x40);
  }

  Code branch(int depth) {
    return op(0x0c).raw(Binary.number(depth));
  }

  Code branchIf(int depth) {
    return op(0x0d).raw(Binary.number(depth));
  }

  Code end() {
    return op(0x0b);
  }

  /// Writes `length` bytes at `address` to a descriptor: `fd_write` is function 1, and addresses 0
  /// to 11 are its own.
  Code write(int descriptor, int address, int length) {
    return i32(0)
        .i32(address)
        .store()
        .i32(4)
        .i32(length)
        .store()
        .i32(descriptor)
        .i32(0)
        .i32(1)
        .i32(8)
        .call(1)
        .drop();
  }

  private Code raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
