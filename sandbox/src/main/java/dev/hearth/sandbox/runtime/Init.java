package dev.hearth.sandbox.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;

/// The program that process 1 of a forked sandbox becomes: it waits for orphans until process 2 has
/// ended, and ends like that one, with 128 + n where signal n ended it.
///
/// A Python that waits takes two thirds of a mebibyte, a program of the C library's a tenth, and
/// this one two pages. So it is a file of its own, of a header and the instructions below.
///
/// Sources: elf(5), syscall(2), wait4(2).
final class Init {
  private static final long ADDRESS = 0x40_0000;
  private static final int PAGE = 0x1_0000; // the largest of both machines
  private static final int HEADER = 64;
  private static final int SEGMENT = 56;
  private static final int BEGIN = HEADER + SEGMENT;
  private static final short X86_64 = 62;
  private static final short AARCH64 = 183;

  private static final String X86_64_CODE =
      """
      4883ec10 #           sub  rsp, 16
      b83d000000 # again:  mov  eax, 61           wait4(-1, rsp, 0, NULL)
      83cfff #             or   edi, -1
      4889e6 #             mov  rsi, rsp
      31d2 #               xor  edx, edx
      4531d2 #             xor  r10d, r10d
      0f05 #               syscall
      83f802 #             cmp  eax, 2
      740b #               je   done
      85c0 #               test eax, eax
      79e5 #               jns  again
      bf01000000 #         mov  edi, 1            nobody is left: it cannot be
      eb15 #               jmp  exit
      8b3c24 # done:       mov  edi, [rsp]
      89f8 #               mov  eax, edi
      83e07f #             and  eax, 127
      7408 #               jz   normal
      8db880000000 #       lea  edi, [rax + 128]
      eb03 #               jmp  exit
      c1ef08 # normal:     shr  edi, 8
      b8e7000000 # exit:   mov  eax, 231          exit_group(edi)
      0f05 #               syscall
      """;

  private static final String AARCH64_CODE =
      """
      ff4300d1 #           sub  sp, sp, 16
      00008092 # again:    mov  x0, -1            wait4(-1, sp, 0, NULL)
      e1030091 #           mov  x1, sp
      020080d2 #           mov  x2, 0
      030080d2 #           mov  x3, 0
      882080d2 #           mov  x8, 260
      010000d4 #           svc  0
      1f080071 #           cmp  w0, 2
      80000054 #           b.eq done
      00ffff36 #           tbz  w0, 31, again
      20008052 #           mov  w0, 1             nobody is left: it cannot be
      07000014 #           b    exit
      e00340b9 # done:     ldr  w0, [sp]
      01180072 #           ands w1, w0, 127
      60000054 #           b.eq normal
      20000211 #           add  w0, w1, 128
      02000014 #           b    exit
      007c0853 # normal:   lsr  w0, w0, 8
      c80b80d2 # exit:     mov  x8, 94            exit_group(w0)
      010000d4 #           svc  0
      """;

  private Init() {}

  /// The program's file; nothing for a machine that it is not written for.
  ///
  /// @param machine as the system property `os.arch` has it
  static Optional<byte[]> image(String machine) {
    return switch (machine) {
      case "amd64" -> Optional.of(image(X86_64, X86_64_CODE));
      case "aarch64" -> Optional.of(image(AARCH64, AARCH64_CODE));
      default -> Optional.empty();
    };
  }

  private static byte[] image(short machine, String listing) {
    var code = HexFormat.of().parseHex(listing.replaceAll("#.*|\\s", ""));
    int size = BEGIN + code.length;
    return ByteBuffer.allocate(size)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0})
        .putShort((short) 2) // runs where it says
        .putShort(machine)
        .putInt(1)
        .putLong(ADDRESS + BEGIN)
        .putLong(HEADER) // where its only segment is told
        .putLong(0)
        .putInt(0)
        .putShort((short) HEADER)
        .putShort((short) SEGMENT)
        .putShort((short) 1)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) 0)
        .putInt(1) // loaded, all of this file
        .putInt(5) // to read and to execute
        .putLong(0)
        .putLong(ADDRESS)
        .putLong(ADDRESS)
        .putLong(size)
        .putLong(size)
        .putLong(PAGE)
        .put(code)
        .array();
  }
}
