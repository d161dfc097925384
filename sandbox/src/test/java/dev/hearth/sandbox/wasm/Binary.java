package dev.hearth.sandbox.wasm;

import dev.hearth.sandbox.wasm.guest.Wasi;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A WebAssembly module, put together section by section, so that tests can say what no compiler
/// would write. Types are texts: `i` is an i32, `l` an i64.
final class Binary {
  private static final byte[] MAGIC = {0, 'a', 's', 'm', 1, 0, 0, 0};

  private final List<byte[]> types = new ArrayList<>();
  private final List<byte[]> imports = new ArrayList<>();
  private final List<byte[]> functions = new ArrayList<>();
  private final List<byte[]> tables = new ArrayList<>();
  private final List<byte[]> memories = new ArrayList<>();
  private final List<byte[]> exports = new ArrayList<>();
  private final List<byte[]> elements = new ArrayList<>();
  private final List<byte[]> bodies = new ArrayList<>();
  private final List<byte[]> data = new ArrayList<>();
  private byte[] initialiser = {};

  /// A module with a page of memory, which may grow as it likes, and two calls: `proc_exit` is
  /// function 0 and `fd_write` function 1.
  static Binary command() {
    return new Binary().wasi("proc_exit", "i", "").wasi("fd_write", "iiii", "i").memory(1, -1);
  }

  Binary wasi(String name, String parameters, String results) {
    return imported(Wasi.MODULE, name, parameters, results);
  }

  Binary imported(String module, String name, String parameters, String results) {
    imports.add(join(name(module), name(name), bytes(0), number(type(parameters, results))));
    return this;
  }

  /// The next function; imports come first in the numbering.
  ///
  /// @param locals i32s beyond the parameters
  Binary function(String parameters, String results, int locals, Code code) {
    functions.add(number(type(parameters, results)));
    var variables = locals == 0 ? number(0) : join(number(1), number(locals), bytes(0x7f));
    var body = join(variables, code.bytes(), bytes(0x0b));
    bodies.add(join(number(body.length), body));
    return this;
  }

  /// The function that is called, without parameters, and with one local.
  Binary start(Code code) {
    return function("", "", 1, code).export("_start", 0, imports.size() + functions.size() - 1);
  }

  /// Has the function that was added last run whenever an instance is made: the section `start`.
  Binary initialiser() {
    var index = number(imports.size() + functions.size() - 1);
    initialiser = join(bytes(8), number(index.length), index);
    return this;
  }

  /// @param kind 0 is a function, 1 a table, 2 a memory, 3 a global
  Binary export(String name, int kind, int index) {
    exports.add(join(name(name), bytes(kind), number(index)));
    return this;
  }

  /// @param most negative for none
  Binary memory(int initial, int most) {
    memories.add(limits(initial, most));
    return this;
  }

  Binary sharedMemory(int initial, int most) {
    memories.add(join(bytes(3), number(initial), number(most)));
    return this;
  }

  /// Of functions.
  Binary table(int initial, int most) {
    tables.add(join(bytes(0x70), limits(initial, most)));
    return this;
  }

  private static byte[] limits(int initial, int most) {
    return most < 0
        ? join(bytes(0), number(initial))
        : join(bytes(1), number(initial), number(most));
  }

  /// Puts function `index` into the first entry of the first table.
  Binary element(int index) {
    elements.add(join(bytes(0, 0x41, 0, 0x0b), number(1), number(index)));
    return this;
  }

  Binary data(int address, String text) {
    var content = text.getBytes(StandardCharsets.UTF_8);
    data.add(join(bytes(0, 0x41), signed(address), bytes(0x0b), number(content.length), content));
    return this;
  }

  private int type(String parameters, String results) {
    var type = join(bytes(0x60), values(parameters), values(results));
    types.add(type);
    return types.size() - 1;
  }

  private static byte[] values(String types) {
    var out = new ByteArrayOutputStream();
    types.chars().forEach(type -> out.write(type == 'i' ? 0x7f : 0x7e));
    return join(number(types.length()), out.toByteArray());
  }

  byte[] bytes() {
    return join(
        MAGIC,
        section(1, types),
        section(2, imports),
        section(3, functions),
        section(4, tables),
        section(5, memories),
        section(7, exports),
        initialiser,
        section(9, elements),
        section(10, bodies),
        section(11, data));
  }

  private static byte[] section(int id, List<byte[]> entries) {
    if (entries.isEmpty()) {
      return new byte[0];
    }
    var content = join(number(entries.size()), join(entries.toArray(byte[][]::new)));
    return join(bytes(id), number(content.length), content);
  }

  private static byte[] name(String name) {
    var text = name.getBytes(StandardCharsets.UTF_8);
    return join(number(text.length), text);
  }

  static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /// LEB128, unsigned.
  static byte[] number(int value) {
    var out = new ByteArrayOutputStream();
    int rest = value;
    while (rest >>> 7 != 0) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
    return out.toByteArray();
  }

  /// LEB128, signed.
  static byte[] signed(long value) {
    var out = new ByteArrayOutputStream();
    long rest = value;
    while (rest >> 6 != 0 && rest >> 6 != -1) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>= 7;
    }
    out.write((int) (rest & 0x7f));
    return out.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (var part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
