package dev.hearth.sandbox.linux;

/// What a filter says of a system call, as the kernel's `linux/seccomp.h` has it.
final class Verdict {
  static final int ALLOW = 0x7fff_0000; // SECCOMP_RET_ALLOW
  static final int KILL = 0x8000_0000; // SECCOMP_RET_KILL_PROCESS
  private static final int REFUSE = 0x5_0000; // SECCOMP_RET_ERRNO, with the error in the low half
  static final int NOT_PERMITTED = REFUSE | 1; // EPERM
  static final int NOT_IMPLEMENTED = REFUSE | 38; // ENOSYS
  static final int FAMILY_UNKNOWN = REFUSE | 97; // EAFNOSUPPORT
  static final int PROTOCOL_UNKNOWN = REFUSE | 93; // EPROTONOSUPPORT
  static final int PRETEND = REFUSE; // no error: the caller takes it for done

  private Verdict() {}
}
