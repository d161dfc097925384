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
/// list.
///
/// A template of copies may make a process in a user namespace of its own besides, which begins
/// with every capability there is in it. Nothing lets a filter see whose process calls, so that of
/// a template and of its copies refuses what such capabilities open to anybody: interfaces' and
/// routes' settings, packet filters, raw sockets. Sources: the kernel's `seccomp_filter.rst`; the
/// list started from what container engines allow a process without capabilities.
public final class SystemCallFilter {
  private static final int ALLOW = 0x7fff_0000; // SECCOMP_RET_ALLOW
  private static final int KILL = 0x8000_0000; // SECCOMP_RET_KILL_PROCESS
  private static final int REFUSE = 0x5_0000; // SECCOMP_RET_ERRNO, with the error in the low half
  private static final int NOT_PERMITTED = REFUSE | 1; // EPERM
  private static final int NOT_IMPLEMENTED = REFUSE | 38; // ENOSYS
  private static final int FAMILY_UNKNOWN = REFUSE | 97; // EAFNOSUPPORT
  private static final int PROTOCOL_UNKNOWN = REFUSE | 93; // EPROTONOSUPPORT
  private static final int PRETEND = REFUSE; // no error: the caller takes it for done

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

  /// What a template's copies are made with: all of them but NEWCGROUP, and SIGCHLD.
  private static final int COPY = 0x7c02_0011;

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
  private final boolean template;
  private final ByteBuffer instructions =
      ByteBuffer.allocate(4096 * 8).order(ByteOrder.LITTLE_ENDIAN);

  private SystemCallFilter(Architecture architecture, boolean template) {
    this.architecture = architecture;
    this.template = template;
  }

  /// The program for this machine, 8 bytes an instruction.
  public static byte[] compile() {
    return compile(Architecture.current(), false);
  }

  /// As [#compile()], for a template of copies and for these.
  public static byte[] compileForTemplate() {
    return compile(Architecture.current(), true);
  }

  /// The program, 8 bytes an instruction.
  ///
  /// @param template whether it is for a template of copies
  public static byte[] compile(Architecture architecture, boolean template) {
    return new SystemCallFilter(architecture, template).program();
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
    clone(take(allowed, "clone"));
    // What is written in a sandbox is gone with it; but this would have the host write what all
    // others wrote, to the disk that Hearth's own data waits for.
    for (var name : List.of("sync", "syncfs")) {
      ifEqual(take(allowed, name), 0, 1);
      answer(PRETEND);
    }
    socket(take(allowed, "socket"));
    socketPair(take(allowed, "socketpair"));
    if (template) {
      option(take(allowed, "setsockopt"));
      option(take(allowed, "getsockopt"));
    }
    // The default one, and asking for the current one.
    ifEqual(take(allowed, "personality"), 0, 5);
    load(FIRST_ARGUMENT);
    ifEqual(0, 1, 0);
    ifEqual(0xffff_ffff, 0, 1);
    answer(ALLOW);
    answer(NOT_PERMITTED);
    ioctl(take(allowed, "ioctl"));
  }

  private void clone(int number) {
    ifEqual(number, 0, template ? 5 : 4);
    load(FIRST_ARGUMENT);
    if (template) {
      ifEqual(COPY, 1, 0);
    }
    ifAnyBit(NEW_NAMESPACES, 1, 0);
    answer(ALLOW);
    answer(NOT_PERMITTED);
  }

  /// Unix, TCP and UDP over IPv4 and IPv6, and netlink for its routes, which getaddrinfo asks, but
  /// not of a template; no vsock (the way to a hypervisor), no crypto API, no packets. Of the
  /// others the kernel would load the module when it is asked, SCTP's for one.
  private void socket(int number) {
    ifEqual(number, 0, 19);
    load(FIRST_ARGUMENT);
    ifEqual(1, 16, 0); // Unix: allow
    ifEqual(16, template ? 14 : 2, 0); // netlink: unknown, or below
    ifEqual(2, 3, 0); // IPv4, IPv6: further below
    ifEqual(10, 2, 12);
    load(THIRD_ARGUMENT);
    ifEqual(0, 11, 10);
    load(SECOND_ARGUMENT);
    and(0xf); // beside the type there are flags
    ifEqual(1, 1, 0); // stream
    ifEqual(2, 0, 5); // datagram
    load(THIRD_ARGUMENT);
    ifEqual(0, 5, 0);
    ifEqual(6, 4, 0); // TCP
    ifEqual(17, 3, 0); // UDP
    answer(PROTOCOL_UNKNOWN);
    answer(NOT_PERMITTED);
    answer(FAMILY_UNKNOWN);
    answer(ALLOW);
  }

  /// Of Unix only: it takes every family that socket takes, and the kernel loads what it is of
  /// before it tells that there are no pairs of it.
  private void socketPair(int number) {
    ifEqual(number, 0, 4);
    load(FIRST_ARGUMENT);
    ifEqual(1, 0, 1);
    answer(ALLOW);
    answer(FAMILY_UNKNOWN);
  }

  /// None of a socket's options that ask for a capability: packet filters (IPT_SO_* and IP6T_SO_*),
  /// multicast routing, IPsec policies, buffers beyond the limit, TCP_REPAIR.
  private void option(int number) {
    ifEqual(number, 0, 25);
    load(SECOND_ARGUMENT);
    ifEqual(0, 4, 0); // IP
    ifEqual(41, 7, 0); // IPv6
    ifEqual(1, 14, 0); // any socket
    ifEqual(6, 16, 0); // TCP
    answer(ALLOW);
    load(THIRD_ARGUMENT);
    ifAtLeast(64, 15, 0);
    ifEqual(16, 14, 0);
    ifEqual(17, 13, 14);
    load(THIRD_ARGUMENT);
    ifAtLeast(200, 11, 0);
    ifEqual(34, 10, 0);
    ifEqual(35, 9, 0);
    ifEqual(64, 8, 0);
    ifEqual(65, 7, 0);
    ifEqual(68, 6, 0);
    ifEqual(69, 5, 6);
    load(THIRD_ARGUMENT);
    ifEqual(32, 3, 0);
    ifEqual(33, 2, 3);
    load(THIRD_ARGUMENT);
    ifEqual(19, 0, 1);
    answer(NOT_PERMITTED);
    answer(ALLOW);
  }

  /// TIOCSTI and TIOCLINUX type into a terminal. Of a template, nothing of network interfaces
  /// (SIOC*) or namespaces (NS_*) either.
  private void ioctl(int number) {
    ifEqual(number, 0, template ? 9 : 5);
    load(SECOND_ARGUMENT);
    if (template) {
      ifEqual(0x5412, 6, 0);
      ifEqual(0x541c, 5, 0);
      ifAtLeast(0x890b, 0, 3);
      ifGreater(0x8bff, 0, 3);
      ifAtLeast(0xb700, 0, 1);
      ifGreater(0xb7ff, 0, 1);
    } else {
      ifEqual(0x5412, 2, 0);
      ifEqual(0x541c, 1, 0);
    }
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

  private void and(int mask) {
    instruction(0x54, 0, 0, mask); // BPF_ALU | BPF_AND | BPF_K
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
