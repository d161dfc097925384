package dev.hearth.sandbox.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// The seccomp filter of a sandbox: a classic BPF program, in the form that `bwrap --seccomp`
/// reads.
///
/// It is an allow-list, `system-calls.txt`, with rules on arguments for a few calls. A process that
/// calls by another architecture's numbers (32-bit, x32) is killed, for those would pass by the
/// list. Sources: the kernel's `seccomp_filter.rst`; the list started from what container engines
/// allow a process without capabilities.
public final class SystemCallFilter {
  private static final int ALLOW = 0x7fff_0000; // SECCOMP_RET_ALLOW
  private static final int KILL = 0x8000_0000; // SECCOMP_RET_KILL_PROCESS
  private static final int REFUSE = 0x5_0000; // SECCOMP_RET_ERRNO, with the error in the low half
  private static final int NOT_PERMITTED = REFUSE | 1; // EPERM
  private static final int NOT_IMPLEMENTED = REFUSE | 38; // ENOSYS
  private static final int FAMILY_UNKNOWN = REFUSE | 97; // EAFNOSUPPORT

  // Offsets in struct seccomp_data; an argument's low word comes first on both architectures.
  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int FIRST_ARGUMENT = 16;
  private static final int SECOND_ARGUMENT = 24;
  private static final int THIRD_ARGUMENT = 32;

  private static final int X32 = 0x4000_0000;
  private static final int LAST_KNOWN = 469; // file_setattr, Linux 6.17
  // CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET
  private static final int NEW_NAMESPACES = 0x7e02_0000;

  /// Processors that a filter can be made for.
  public enum Architecture {
    X86_64(0xc000_003e, 0),
    AARCH64(0xc000_00b7, 1);

    private final int audit;
    private final int column;

    Architecture(int audit, int column) {
      this.audit = audit;
      this.column = column;
    }

    /// This machine's.
    public static Architecture current() {
      return switch (System.getProperty("os.arch")) {
        case "amd64" -> X86_64;
        case "aarch64" -> AARCH64;
        case String other -> throw new IllegalStateException("no system-call filter for " + other);
      };
    }
  }

  private final Architecture architecture;
  private final ByteBuffer instructions =
      ByteBuffer.allocate(4096 * 8).order(ByteOrder.LITTLE_ENDIAN);

  private SystemCallFilter(Architecture architecture) {
    this.architecture = architecture;
  }

  /// The program for this machine, 8 bytes an instruction.
  public static byte[] compile() {
    return compile(Architecture.current());
  }

  /// The program, 8 bytes an instruction.
  public static byte[] compile(Architecture architecture) {
    return new SystemCallFilter(architecture).program();
  }

  private byte[] program() {
    var allowed = allowed();
    load(ARCHITECTURE);
    ifEqual(architecture.audit, 1, 0);
    answer(KILL);
    load(NUMBER);
    if (architecture == Architecture.X86_64) {
      ifAtLeast(X32, 0, 1);
      answer(KILL);
    }
    rules(allowed);
    ranges(new TreeSet<>(allowed.values()));
    ifGreater(LAST_KNOWN, 0, 1);
    answer(NOT_IMPLEMENTED);
    answer(NOT_PERMITTED);
    var bytes = new byte[instructions.position()];
    instructions.flip().get(bytes);
    return bytes;
  }

  /// Takes the calls that depend on their arguments out of `allowed`.
  private void rules(Map<String, Integer> allowed) {
    // A C library takes ENOSYS for an old kernel and falls back on clone, whose flags can be seen;
    // clone3 has them behind a pointer.
    for (var name : List.of("clone3", "io_uring_setup", "io_uring_enter", "io_uring_register")) {
      ifEqual(take(allowed, name), 0, 1);
      answer(NOT_IMPLEMENTED);
    }
    ifEqual(take(allowed, "clone"), 0, 4);
    load(FIRST_ARGUMENT);
    ifAnyBit(NEW_NAMESPACES, 1, 0);
    answer(ALLOW);
    answer(NOT_PERMITTED);
    // Unix, IPv4, IPv6, and netlink for its routes, which getaddrinfo asks; no vsock (the way to a
    // hypervisor), no crypto API, no packets.
    ifEqual(take(allowed, "socket"), 0, 9);
    load(FIRST_ARGUMENT);
    ifEqual(1, 5, 0);
    ifEqual(2, 4, 0);
    ifEqual(10, 3, 0);
    ifEqual(16, 0, 3);
    load(THIRD_ARGUMENT);
    ifEqual(0, 0, 1);
    answer(ALLOW);
    answer(FAMILY_UNKNOWN);
    // The default one, and asking for the current one.
    ifEqual(take(allowed, "personality"), 0, 5);
    load(FIRST_ARGUMENT);
    ifEqual(0, 1, 0);
    ifEqual(0xffff_ffff, 0, 1);
    answer(ALLOW);
    answer(NOT_PERMITTED);
    // TIOCSTI and TIOCLINUX type into a terminal.
    ifEqual(take(allowed, "ioctl"), 0, 5);
    load(SECOND_ARGUMENT);
    ifEqual(0x5412, 2, 0);
    ifEqual(0x541c, 1, 0);
    answer(ALLOW);
    answer(NOT_PERMITTED);
  }

  private static int take(Map<String, Integer> allowed, String name) {
    var number = allowed.remove(name);
    if (number == null) {
      throw new IllegalStateException("system-calls.txt has no " + name);
    }
    return number;
  }

  /// The kernel remembers which numbers this always allows, so a long list costs nothing per call.
  private void ranges(SortedSet<Integer> numbers) {
    while (!numbers.isEmpty()) {
      int first = numbers.getFirst();
      int last = first;
      while (numbers.remove(last)) {
        last++;
      }
      ifGreater(last - 1, 3, 0);
      ifAtLeast(first, 0, 1);
      answer(ALLOW);
      answer(NOT_PERMITTED);
    }
  }

  private Map<String, Integer> allowed() {
    try (var in = SystemCallFilter.class.getResourceAsStream("system-calls.txt")) {
      if (in == null) {
        throw new IllegalStateException("system-calls.txt is not packaged");
      }
      var numbers = new HashMap<String, Integer>();
      var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
      for (var line : reader.lines().toList()) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          var columns = new ArrayList<>(List.of(line.split(" +")));
          var number = columns.get(1 + architecture.column);
          if (!number.equals("-")) {
            numbers.put(columns.getFirst(), Integer.valueOf(number));
          }
        }
      }
      return numbers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // struct sock_filter: code, jump if true, jump if false (both in instructions to skip), operand

  private void load(int offset) {
    instruction(0x20, 0, 0, offset); // BPF_LD | BPF_W | BPF_ABS
  }

  private void ifEqual(int value, int then, int otherwise) {
    instruction(0x15, then, otherwise, value); // BPF_JMP | BPF_JEQ | BPF_K
  }

  private void ifGreater(int value, int then, int otherwise) {
    instruction(0x25, then, otherwise, value); // BPF_JMP | BPF_JGT | BPF_K, unsigned
  }

  private void ifAtLeast(int value, int then, int otherwise) {
    instruction(0x35, then, otherwise, value); // BPF_JMP | BPF_JGE | BPF_K, unsigned
  }

  private void ifAnyBit(int bits, int then, int otherwise) {
    instruction(0x45, then, otherwise, bits); // BPF_JMP | BPF_JSET | BPF_K
  }

  private void answer(int verdict) {
    instruction(0x06, 0, 0, verdict); // BPF_RET | BPF_K
  }

  private void instruction(int code, int then, int otherwise, int operand) {
    instructions.putShort((short) code).put((byte) then).put((byte) otherwise).putInt(operand);
  }
}
