package dev.hearth.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.linux.SystemCallFilter.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The filter's program, run by an interpreter of classic BPF.
class SystemCallFilterTest {
  private static final int X86_64 = 0xc000_003e;
  private static final int AARCH64 = 0xc000_00b7;
  private static final int I386 = 0x4000_0003;
  private static final String ALLOW = "allow";
  private static final String KILL = "kill";
  private static final String EPERM = "1";
  private static final String ENOSYS = "38";
  private static final String EAFNOSUPPORT = "97";

  /// @return `allow`, `kill`, or the error
  private static String run(Architecture architecture, int audit, int call, long... arguments) {
    return run(SystemCallFilter.compile(architecture, false), audit, call, arguments);
  }

  private static String template(int call, long... arguments) {
    return run(SystemCallFilter.compile(Architecture.X86_64, true), X86_64, call, arguments);
  }

  private static String run(byte[] filter, int audit, int call, long... arguments) {
    var data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(call).putInt(audit);
    data.putLong(0);
    for (long argument : arguments) {
      data.putLong(argument);
    }
    var program = ByteBuffer.wrap(filter).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(program.limit() / 8).isLessThanOrEqualTo(4096);
    int loaded = 0;
    for (int at = 0; ; at++) {
      int code = program.getShort(at * 8);
      int operand = program.getInt(at * 8 + 4);
      boolean holds;
      switch (code) {
        case 0x20 -> {
          loaded = data.getInt(operand);
          continue;
        }
        case 0x15 -> holds = loaded == operand;
        case 0x25 -> holds = Integer.compareUnsigned(loaded, operand) > 0;
        case 0x35 -> holds = Integer.compareUnsigned(loaded, operand) >= 0;
        case 0x45 -> holds = (loaded & operand) != 0;
        case 0x06 -> {
          return switch (operand & 0xffff_0000) {
            case 0x7fff_0000 -> ALLOW;
            case 0x8000_0000 -> KILL;
            default -> Integer.toString(operand & 0xffff);
          };
        }
        default -> throw new AssertionError("no such instruction: " + code);
      }
      at += program.get(at * 8 + (holds ? 2 : 3)) & 0xff;
    }
  }

  private static String x86(int call, long... arguments) {
    return run(Architecture.X86_64, X86_64, call, arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 63",
    "1, 64",
    "59, 221",
    "9, 222",
    "202, 98",
    "231, 94",
    "318, 278",
    "257, 56",
    "42, 203",
    "302, 261",
    "334, 293",
    "437, 437",
    "441, 441"
  })
  void whatProgramsNeedIsAllowed(int onX86, int onArm) {
    assertThat(x86(onX86)).isEqualTo(ALLOW);
    assertThat(run(Architecture.AARCH64, AARCH64, onArm)).isEqualTo(ALLOW);
  }

  @ParameterizedTest
  @CsvSource({
    "mount, 165, 40",
    "umount2, 166, 39",
    "pivot_root, 155, 41",
    "chroot, 161, 51",
    "unshare, 272, 97",
    "setns, 308, 268",
    "ptrace, 101, 117",
    "process_vm_readv, 310, 270",
    "process_vm_writev, 311, 271",
    "kcmp, 312, 272",
    "bpf, 321, 280",
    "perf_event_open, 298, 241",
    "userfaultfd, 323, 282",
    "keyctl, 250, 219",
    "add_key, 248, 217",
    "kexec_load, 246, 104",
    "init_module, 175, 105",
    "finit_module, 313, 273",
    "open_by_handle_at, 304, 265",
    "open_tree, 428, 428",
    "move_mount, 429, 429",
    "fsopen, 430, 430",
    "mount_setattr, 442, 442",
    "pidfd_getfd, 438, 438",
    "memfd_secret, 447, 447",
    "settimeofday, 164, 170",
    "reboot, 169, 142",
    "swapon, 167, 224",
    "acct, 163, 89",
    "quotactl, 179, 60",
    "fanotify_init, 300, 262"
  })
  void whatLeadsOutIsRefused(String name, int onX86, int onArm) {
    assertThat(x86(onX86)).as(name).isEqualTo(EPERM);
    assertThat(run(Architecture.AARCH64, AARCH64, onArm)).as(name).isEqualTo(EPERM);
  }

  @Test
  void whatOnlyX86HasIsRefusedThere() {
    assertThat(x86(154)).as("modify_ldt").isEqualTo(EPERM);
    assertThat(x86(172)).as("iopl").isEqualTo(EPERM);
    assertThat(x86(173)).as("ioperm").isEqualTo(EPERM);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void newNamespacesAreRefusedHoweverTheyAreAskedFor(Architecture architecture) {
    int audit = architecture == Architecture.X86_64 ? X86_64 : AARCH64;
    int clone = architecture == Architecture.X86_64 ? 56 : 220;
    assertThat(run(architecture, audit, clone, 0x003d_0f00)).as("a thread").isEqualTo(ALLOW);
    assertThat(run(architecture, audit, clone, 17)).as("a process").isEqualTo(ALLOW);
    for (int bit : new int[] {17, 25, 26, 27, 28, 29, 30}) {
      assertThat(run(architecture, audit, clone, 17 | 1L << bit))
          .as("bit %d", bit)
          .isEqualTo(EPERM);
    }
    assertThat(run(architecture, audit, 435)).as("clone3").isEqualTo(ENOSYS);
    assertThat(run(architecture, audit, 425)).as("io_uring_setup").isEqualTo(ENOSYS);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 0, allow",
    "2, 1, 6, allow",
    "10, 1, 6, allow",
    "16, 3, 0, allow",
    "16, 3, 9, 97",
    "17, 3, 0, 97",
    "38, 5, 0, 97",
    "40, 1, 0, 97"
  })
  void socketsAreOfKnownFamilies(int family, int type, int protocol, String expected) {
    assertThat(x86(41, family, type, protocol)).isEqualTo(expected);
    assertThat(run(Architecture.AARCH64, AARCH64, 198, family, type, protocol)).isEqualTo(expected);
    assertThat(EAFNOSUPPORT).isEqualTo("97");
  }

  @Test
  void argumentsAreCheckedWhereTheKernelLooks() {
    // The kernel takes 32 bits of these; what is in the others must change nothing.
    assertThat(x86(41, 1L << 32 | 40, 1, 0)).isEqualTo(EAFNOSUPPORT);
    assertThat(x86(16, 0, 1L << 32 | 0x5412)).as("TIOCSTI").isEqualTo(EPERM);
    assertThat(x86(16, 0, 0x5413)).as("TIOCGWINSZ").isEqualTo(ALLOW);
    assertThat(x86(135, 0)).as("personality").isEqualTo(ALLOW);
    assertThat(x86(135, 0xffff_ffffL)).isEqualTo(ALLOW);
    assertThat(x86(135, 0x0040_0000)).as("ADDR_NO_RANDOMIZE").isEqualTo(EPERM);
  }

  @Test
  void callsThatAreNewerThanTheListAreUnknownToPrograms() {
    assertThat(x86(470)).isEqualTo(ENOSYS);
    assertThat(x86(469)).isEqualTo(EPERM);
    assertThat(x86(100_000)).isEqualTo(ENOSYS);
  }

  @Test
  void otherArchitecturesAreKilled() {
    assertThat(run(Architecture.X86_64, I386, 4)).isEqualTo(KILL);
    assertThat(run(Architecture.X86_64, AARCH64, 64)).isEqualTo(KILL);
    assertThat(run(Architecture.AARCH64, X86_64, 1)).isEqualTo(KILL);
    assertThat(x86(0x4000_0001)).as("x32").isEqualTo(KILL);
  }

  @Test
  void aTemplateMakesCopiesInAllTheirNamespacesAndInNoOthers() {
    assertThat(template(56, 0x7c02_0011)).isEqualTo(ALLOW);
    assertThat(run(SystemCallFilter.compile(Architecture.AARCH64, true), AARCH64, 220, 0x7c02_0011))
        .isEqualTo(ALLOW);
    assertThat(x86(56, 0x7c02_0011)).as("another sandbox").isEqualTo(EPERM);
    assertThat(template(56, 17)).as("a process").isEqualTo(ALLOW);
    assertThat(template(56, 0x003d_0f00)).as("a thread").isEqualTo(ALLOW);
    for (int bit : new int[] {17, 26, 27, 28, 29, 30}) {
      assertThat(template(56, 0x7c02_0011 & ~(1L << bit))).as("without %d", bit).isEqualTo(EPERM);
      assertThat(template(56, 17 | 1L << bit)).as("bit %d alone", bit).isEqualTo(EPERM);
    }
    assertThat(template(56, 0x7e02_0011)).as("with NEWCGROUP").isEqualTo(EPERM);
    assertThat(template(56, 0x7c02_8011)).as("with CLONE_PARENT").isEqualTo(EPERM);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, allow",
    "1, 5, allow",
    "2, 1, allow",
    "2, 2, allow",
    "10, 526337, allow", // SOCK_STREAM, SOCK_CLOEXEC, SOCK_NONBLOCK
    "10, 526338, allow",
    "2, 3, 1",
    "2, 10, 1",
    "10, 526339, 1",
    "16, 3, 97",
    "17, 3, 97",
    "40, 1, 97"
  })
  void aTemplatesSocketsAreNeitherRawNorOfNetlink(int family, int type, String expected) {
    assertThat(template(41, family, type, 0)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, allow", // IP_TOS
    "0, 51, allow", // IP_LOCAL_PORT_RANGE
    "0, 16, 1",
    "0, 17, 1",
    "0, 64, 1", // IPT_SO_SET_REPLACE
    "0, 96, 1",
    "0, 200, 1",
    "41, 26, allow", // IPV6_V6ONLY
    "41, 67, allow", // IPV6_TCLASS
    "41, 34, 1",
    "41, 35, 1",
    "41, 64, 1", // IP6T_SO_SET_REPLACE
    "41, 65, 1",
    "41, 68, 1",
    "41, 69, 1",
    "41, 200, 1",
    "1, 7, allow", // SO_SNDBUF
    "1, 32, 1", // SO_SNDBUFFORCE
    "1, 33, 1",
    "6, 1, allow", // TCP_NODELAY
    "6, 19, 1",
    "17, 103, allow"
  })
  void aTemplatesSocketsHaveNoOptionsThatAskForCapabilities(int level, int name, String expected) {
    assertThat(template(54, 3, level, name)).as("setsockopt").isEqualTo(expected);
    assertThat(template(55, 3, level, name)).as("getsockopt").isEqualTo(expected);
    assertThat(x86(54, 3, level, name)).as("another sandbox").isEqualTo(ALLOW);
  }

  @ParameterizedTest
  @CsvSource({
    "0x5413, allow",
    "0x541b, allow", // FIONREAD
    "0x5412, 1",
    "0x541c, 1",
    "0x890a, allow",
    "0x890b, 1", // SIOCADDRT
    "0x8914, 1", // SIOCSIFFLAGS
    "0x89f1, 1", // SIOCADDTUNNEL
    "0x8bff, 1",
    "0x8c00, allow",
    "0xb6ff, allow",
    "0xb701, 1", // NS_GET_USERNS
    "0xb7ff, 1",
    "0xb800, allow"
  })
  void aTemplateChangesNoInterfaces(String request, String expected) {
    assertThat(template(16, 3, Long.decode(request))).isEqualTo(expected);
  }
}
