package dev.hearth.sandbox.linux;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.List;

/// The C library, called.
///
/// One downcall handle serves every function: all arguments here are integers or pointers, up to
/// six of them, which x86-64 and AArch64 pass in the same registers whatever their width, variadic
/// or not. A handle costs milliseconds to make at start; a second shape would cost them again.
final class Native {
  static final MemorySegment CHROOT = function("chroot");
  static final MemorySegment CLOSE = function("close");
  static final MemorySegment EPOLL_CREATE1 = function("epoll_create1");
  static final MemorySegment EPOLL_CTL = function("epoll_ctl");
  static final MemorySegment EPOLL_WAIT = function("epoll_wait");
  static final MemorySegment EVENTFD = function("eventfd");
  static final MemorySegment FCHDIR = function("fchdir");
  static final MemorySegment GETSOCKNAME = function("getsockname");
  static final MemorySegment GETSOCKOPT = function("getsockopt");
  static final MemorySegment MOUNT = function("mount");
  static final MemorySegment OPEN = function("open");
  static final MemorySegment PIPE2 = function("pipe2");
  static final MemorySegment PIVOT_ROOT = function("pivot_root");
  static final MemorySegment RECV = function("recv");
  static final MemorySegment SEND = function("send");
  static final MemorySegment SETNS = function("setns");
  static final MemorySegment SOCKET = function("socket");
  static final MemorySegment SYSCALL = function("syscall");
  static final MemorySegment UMOUNT = function("umount2");
  static final MemorySegment UNSHARE = function("unshare");
  static final MemorySegment WAITPID = function("waitpid");
  static final MemorySegment WRITE = function("write");

  static final int CLOSE_ON_EXEC = 0x80000; // O_CLOEXEC, SOCK_CLOEXEC, EPOLL_CLOEXEC: all the same

  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
  private static final MethodHandle CALL =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG),
              Linker.Option.captureCallState("errno"));

  private Native() {}

  static MemorySegment function(String name) {
    return Linker.nativeLinker()
        .defaultLookup()
        .find(name)
        .orElseThrow(() -> new IllegalStateException("this C library has no " + name));
  }

  /// A function that answers an `int`, -1 meaning an error told by `errno`.
  ///
  /// @param what named in the exception
  static int call(String what, MemorySegment function, long... arguments) throws ErrnoException {
    return (int) check(what, false, function, arguments);
  }

  /// As above, for one that answers a `long`, such as `send` or `syscall`.
  static long callLong(String what, MemorySegment function, long... arguments)
      throws ErrnoException {
    return check(what, true, function, arguments);
  }

  private static long check(String what, boolean wide, MemorySegment function, long... arguments)
      throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(STATE);
      // The upper half of the register is undefined where the function answers an int.
      long answer = invoke(function, state, arguments);
      if ((wide ? answer : (int) answer) < 0) {
        throw new ErrnoException(what, (int) ERRNO.get(state, 0L));
      }
      return answer;
    }
  }

  /// A function that answers its error number itself, as `posix_spawn` does.
  static void callPosix(String what, MemorySegment function, long... arguments)
      throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      int error = (int) invoke(function, arena.allocate(STATE), arguments);
      if (error != 0) {
        throw new ErrnoException(what, error);
      }
    }
  }

  private static long invoke(MemorySegment function, MemorySegment state, long... arguments) {
    try {
      return (long)
          CALL.invokeExact(
              function,
              state,
              argument(arguments, 0),
              argument(arguments, 1),
              argument(arguments, 2),
              argument(arguments, 3),
              argument(arguments, 4),
              argument(arguments, 5));
    } catch (Throwable e) {
      throw new AssertionError(e); // a downcall throws nothing
    }
  }

  /// A system call that the C library has no name for.
  static int system(String what, long number, long... arguments) throws ErrnoException {
    var all = new long[6];
    all[0] = number;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return (int) callLong(what, SYSCALL, all);
  }

  private static long argument(long[] arguments, int index) {
    return index < arguments.length ? arguments[index] : 0;
  }

  /// An array of C strings that ends with a null pointer, as `argv` is.
  static MemorySegment strings(Arena arena, List<String> strings) {
    var array = arena.allocate(POINTER, strings.size() + 1L);
    for (int i = 0; i < strings.size(); i++) {
      array.setAtIndex(POINTER, i, arena.allocateFrom(strings.get(i)));
    }
    return array;
  }
}
