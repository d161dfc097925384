package dev.hearth.sandbox.wasm.guest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import run.endive.runtime.Memory;

/// Arguments and environment, as C has them: zero-terminated, with a table of where each begins.
public final class Strings {
  private Strings() {}

  public static byte[] terminated(String text) {
    return bytes(text + '\0');
  }

  /// In UTF-8.
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static List<byte[]> environment(Map<String, String> variables) {
    return variables.entrySet().stream()
        .map(variable -> terminated(variable.getKey() + "=" + variable.getValue()))
        .toList();
  }

  static int sizes(Memory memory, List<byte[]> strings, int countAt, int bytesAt) {
    memory.writeI32(countAt, strings.size());
    memory.writeI32(bytesAt, strings.stream().mapToInt(string -> string.length).sum());
    return Errno.SUCCESS;
  }

  static int get(Memory memory, List<byte[]> strings, int tableAt, int bytesAt) {
    int entry = tableAt;
    int address = bytesAt;
    for (var string : strings) {
      memory.writeI32(entry, address);
      memory.write(address, string, 0, string.length);
      entry += Integer.BYTES;
      address += string.length;
    }
    return Errno.SUCCESS;
  }
}
