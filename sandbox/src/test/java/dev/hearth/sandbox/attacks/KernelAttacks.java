package dev.hearth.sandbox.attacks;

import java.util.List;

/// On the kernel: calls that lead out, or into code of it that a function has no need of.
final class KernelAttacks {
  private KernelAttacks() {}

  static final List<Attack> NAMESPACES =
      Attack.table(
          "makes a user namespace of its own, where it would be root",
          "all_of(lambda f: f(), lambda: system('unshare', 0x10000000),"
              + " lambda: system('clone', 0x10000000 | 17))",
          "EPERM",
          "makes any other namespace of its own",
          "all_of(lambda flag: system('unshare', flag), 0x20000, 0x2000000, 0x4000000, 0x8000000,"
              + " 0x20000000, 0x40000000, 0x80)",
          "EPERM",
          "makes a process in other namespaces",
          "all_of(lambda flag: system('clone', flag | 17), 0x20000, 0x2000000, 0x4000000,"
              + " 0x8000000, 0x20000000, 0x40000000)",
          "EPERM",
          "makes a process by the call whose flags no filter sees",
          "system('clone3', struct.pack('<8Q', 0x10000000, 0, 0, 0, 17, 0, 0, 0), 64)",
          "ENOSYS",
          "enters another's namespaces",
          "all_of(lambda n: system('setns', os.open('/proc/1/ns/' + n, os.O_RDONLY), 0), 'user',"
              + " 'mnt', 'net', 'pid')",
          "EPERM|EACCES",
          "enters another's namespaces by a process",
          "system('setns', os.pidfd_open(os.getpid()), 0x10000000)",
          "EPERM");

  static final List<Attack> PROCESSES =
      Attack.table(
          "traces a process",
          "all_of(lambda request: call('ptrace', request, 1, 0, 0), 0, 16, 0x4206)",
          "EPERM",
          "reads and writes another process's memory",
          "all_of(lambda c: system(c, 1, 0, 0, 0, 0, 0), 'process_vm_readv',"
              + " 'process_vm_writev')",
          "EPERM",
          "takes what another process has open",
          "system('pidfd_getfd', os.pidfd_open(1), 0, 0)",
          "EPERM",
          "compares and advises other processes",
          "all_of(lambda c: system(c, 1, 0, 0, 0, 0), 'kcmp', 'process_madvise', 'move_pages',"
              + " 'migrate_pages')",
          "EPERM",
          "goes before everybody else",
          "all_of(lambda f: f(), lambda: os.setpriority(os.PRIO_PROCESS, 0, -20),"
              + " lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)))",
          "EPERM|EACCES|\\{'(EPERM|EACCES)': .*'(EPERM|EACCES)': .*}",
          "raises its limits",
          "all_of(lambda r: resource.setrlimit(r, (1 << 40, 1 << 40)), resource.RLIMIT_NOFILE,"
              + " resource.RLIMIT_CORE, resource.RLIMIT_RTPRIO, resource.RLIMIT_NICE)",
          "ValueError.*|EPERM",
          "has its memory taken out of reach of the host",
          "call('mlock', ctypes.create_string_buffer(64 << 20), 64 << 20)",
          "ENOMEM|EPERM");

  static final List<Attack> CALLS =
      Attack.table(
          "loads a program into the kernel",
          "system('bpf', 0, bytes(128), 128)",
          "EPERM",
          "loads a module",
          "all_of(lambda c: system(*c), ('init_module', bytes(64), 64, b''), ('finit_module', 0,"
              + " b'', 0), ('delete_module', b'x', 0))",
          "EPERM",
          "starts another kernel",
          "all_of(lambda c: system(c, 0, 0, 0, 0, 0), 'kexec_load', 'kexec_file_load')",
          "EPERM",
          "restarts or stops the machine",
          "system('reboot', 0xfee1dead, 0x28121969, 0x1234567)",
          "EPERM",
          "swaps, accounts, sets quotas",
          "all_of(lambda f: f(), lambda: call('swapon', b'/tmp', 0), lambda: call('swapoff',"
              + " b'/tmp'), lambda: call('acct', b'/tmp/x'), lambda: system('quotactl', 0, 0, 0,"
              + " 0))",
          "EPERM",
          "uses the kernel's keys",
          "all_of(lambda c: system(*c), ('add_key', b'user', b'x', b'y', 1, -3 & 2 ** 64 - 1),"
              + " ('request_key', b'user', b'x', 0, 0), ('keyctl', 0, -5 & 2 ** 64 - 1, 0))",
          "EPERM",
          "watches others by performance counters",
          "system('perf_event_open', bytes(128), 0, -1 & 2 ** 64 - 1, -1 & 2 ** 64 - 1, 0)",
          "EPERM",
          "stops the kernel where it reads its memory (userfaultfd)",
          "system('userfaultfd', 1)",
          "EPERM",
          "has the kernel call without a filter (io_uring)",
          "all_of(lambda c: system(c, 8, bytes(256)), 'io_uring_setup', 'io_uring_enter',"
              + " 'io_uring_register')",
          "ENOSYS",
          "uses up the host's asynchronous I/O, which all share",
          "system('io_setup', 65536, bytes(8))",
          "EPERM",
          "sets the host's clock",
          "all_of(lambda f: f(), lambda: time.clock_settime(0, 0), lambda: system('settimeofday',"
              + " bytes(16), 0))",
          "EPERM",
          "turns the host's clock",
          "call('adjtimex', struct.pack('<26Q', 2, 1000, *[0] * 24))",
          "EPERM",
          "reads the kernel's log",
          "system('syslog', 3, bytes(64), 64)",
          "EPERM",
          "watches every file of the host",
          "system('fanotify_init', 0, 0)",
          "EPERM",
          "reads and writes the processor's ports and tables",
          "all_of(lambda c: system(*c), ('ioperm', 0, 1, 1), ('iopl', 3), ('modify_ldt', 1,"
              + " bytes(16), 16)) if ARCHITECTURE == 0 else 'EPERM'",
          "EPERM",
          "hides memory from the host",
          "system('memfd_secret', 0)",
          "EPERM",
          "has its memory laid out without chance",
          "system('personality', 0x40000)",
          "EPERM",
          "hangs up terminals, finds cached names",
          "all_of(lambda c: system(c, 0, 0, 0), 'vhangup', 'lookup_dcookie')",
          "EPERM",
          "calls what is newer than the filter",
          "system('unknown')",
          "ENOSYS",
          "calls by the numbers of x32",
          "in_child(lambda: libc.syscall(ctypes.c_long(0x40000000 + 39))) if ARCHITECTURE == 0"
              + " else 'SIGSYS'",
          "SIGSYS",
          "calls by the numbers of 32-bit programs",
          """
          def attack():
              # mov eax, 20; int 0x80; ret
              code = mmap.mmap(-1, 4096, prot=7)
              code.write(bytes.fromhex('b814000000cd80c3'))
              function = ctypes.CFUNCTYPE(ctypes.c_int)
              return function(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
          result = in_child(attack) if ARCHITECTURE == 0 else 'SIGSYS'
          """,
          "SIGSYS|SIGSEGV",
          "has the host handle its crash, as root",
          "resource.getrlimit(resource.RLIMIT_CORE)",
          "\\(1, 1\\)");
}
