package dev.hearth.sandbox.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A program of classic BPF that is being written: instructions and the labels that they jump to.
///
/// Source: the kernel's `Documentation/networking/filter.rst`, and `struct sock_filter`: a code,
/// how many instructions to skip where the condition holds and where not, and an operand.
final class FilterProgram {
  /// The kernel's BPF_MAXINSNS.
  private static final int MOST_INSTRUCTIONS = 4096;

  private static final int BYTES = 8; // of an instruction

  /// What a jump can skip.
  private static final int FARTHEST = 255;

  private static final int LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
  private static final int AND = 0x54; // BPF_ALU | BPF_AND | BPF_K
  private static final int IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
  private static final int IF_GREATER = 0x25; // BPF_JMP | BPF_JGT | BPF_K, unsigned
  private static final int IF_AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K, unsigned
  private static final int IF_ANY_BIT = 0x45; // BPF_JMP | BPF_JSET | BPF_K
  private static final int ANSWER = 0x06; // BPF_RET | BPF_K

  /// Goes on with the next instruction.
  static final Label NEXT = new Label();

  private record Instruction(int code, int operand, Label then, Label otherwise) {}

  private final List<Instruction> instructions = new ArrayList<>();

  /// A place further on, which [#at] tells.
  static final class Label {
    private int place = -1;
  }

  /// Loads a word of what the program is asked about.
  void load(int offset) {
    add(LOAD, offset, NEXT, NEXT);
  }

  /// Keeps those bits of what was loaded.
  void and(int mask) {
    add(AND, mask, NEXT, NEXT);
  }

  void ifEqual(int value, Label then, Label otherwise) {
    add(IF_EQUAL, value, then, otherwise);
  }

  void ifGreater(int value, Label then, Label otherwise) {
    add(IF_GREATER, value, then, otherwise);
  }

  void ifAtLeast(int value, Label then, Label otherwise) {
    add(IF_AT_LEAST, value, then, otherwise);
  }

  void ifAnyBit(int bits, Label then, Label otherwise) {
    add(IF_ANY_BIT, bits, then, otherwise);
  }

  /// Jumps to `then` where what was loaded is one of `values`, and goes on otherwise.
  void ifAny(List<Integer> values, Label then) {
    values.forEach(value -> ifEqual(value, then, NEXT));
  }

  /// Ends the program.
  void answer(int verdict) {
    add(ANSWER, verdict, NEXT, NEXT);
  }

  /// The next instruction is what `label` means.
  void at(Label label) {
    if (label.place >= 0 || label.equals(NEXT)) {
      throw new IllegalStateException("a label means one place");
    }
    label.place = instructions.size();
  }

  private void add(int code, int operand, Label then, Label otherwise) {
    if (instructions.size() == MOST_INSTRUCTIONS) {
      throw new IllegalStateException("more than " + MOST_INSTRUCTIONS + " instructions");
    }
    instructions.add(new Instruction(code, operand, then, otherwise));
  }

  /// The program as the kernel reads it.
  byte[] assemble() {
    var bytes = ByteBuffer.allocate(instructions.size() * BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < instructions.size(); at++) {
      var instruction = instructions.get(at);
      bytes
          .putShort((short) instruction.code())
          .put(skipped(at, instruction.then()))
          .put(skipped(at, instruction.otherwise()))
          .putInt(instruction.operand());
    }
    return bytes.array();
  }

  /// How many instructions lie between one and a label.
  private byte skipped(int at, Label label) {
    if (label.equals(NEXT)) {
      return 0;
    }
    int skipped = label.place - at - 1;
    if (label.place < 0
        || label.place >= instructions.size()
        || skipped < 0
        || skipped > FARTHEST) {
      throw new IllegalStateException("instruction " + at + " cannot jump to " + label.place);
    }
    return (byte) skipped;
  }
}
