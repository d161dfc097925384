package dev.hearth.sandbox.logs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The few Linux calls that reading many pipes on one thread takes. A negative answer is a failure;
/// why does not matter to the caller.
final class Posix {
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_DEL = 2;
  private static final int EPOLLIN = 1;

  // struct epoll_event is packed on x86-64 alone.
  private static final long EVENT_DATA = System.getProperty("os.arch").equals("amd64") ? 4 : 8;
  private static final long EVENT_SIZE = EVENT_DATA + 8;

  private static final MethodHandle PIPE2 = find("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle READ = find("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle CLOSE = find("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle FCHMOD = find("fchmod", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle EPOLL_CREATE1 = find("epoll_create1", JAVA_INT, JAVA_INT);
  private static final MethodHandle EPOLL_CTL =
      find("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle EPOLL_WAIT =
      find("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

  private Posix() {}

  /// A pipe's two ends.
  record Ends(int read, int write) {
    /// In place of the end that is somebody else's.
    static final int NONE = -1;
  }

  /// A pipe whose read end never blocks and whose write end may be opened again by any user, for a
  /// sandbox's `/dev/stdout`.
  static Ends pipe() {
    try (var arena = Arena.ofConfined()) {
      var ends = arena.allocate(JAVA_INT, 2);
      check("pipe2", (int) PIPE2.invokeExact(ends, O_NONBLOCK | O_CLOEXEC));
      int read = ends.getAtIndex(JAVA_INT, 0);
      int write = ends.getAtIndex(JAVA_INT, 1);
      check("fchmod", (int) FCHMOD.invokeExact(write, 0622));
      return new Ends(read, write);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// @return bytes read, 0 at the end, negative where nothing is there now
  static int read(int fd, MemorySegment buffer) {
    try {
      return (int) (long) READ.invokeExact(fd, buffer, buffer.byteSize());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void close(int fd) {
    try {
      int _ = (int) CLOSE.invokeExact(fd);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int epoll() {
    try {
      return check("epoll_create1", (int) EPOLL_CREATE1.invokeExact(EPOLL_CLOEXEC));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// Tells `epoll` to report `id` whenever `fd` can be read or has ended.
  static void watch(int epoll, int fd, long id) {
    try (var arena = Arena.ofConfined()) {
      var event = arena.allocate(EVENT_SIZE);
      event.set(JAVA_INT, 0, EPOLLIN);
      event.set(ValueLayout.JAVA_LONG_UNALIGNED, EVENT_DATA, id);
      check("epoll_ctl", (int) EPOLL_CTL.invokeExact(epoll, EPOLL_CTL_ADD, fd, event));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void unwatch(int epoll, int fd) {
    try {
      int _ = (int) EPOLL_CTL.invokeExact(epoll, EPOLL_CTL_DEL, fd, MemorySegment.NULL);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// Room for `count` events of [#await].
  static MemorySegment events(Arena arena, int count) {
    return arena.allocate(EVENT_SIZE * count);
  }

  /// Blocks until something is there.
  ///
  /// @return the number of events now in `events`
  static int await(int epoll, MemorySegment events) {
    try {
      int room = (int) (events.byteSize() / EVENT_SIZE);
      return (int) EPOLL_WAIT.invokeExact(epoll, events, room, -1);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// The `id` of an event.
  static long id(MemorySegment events, int index) {
    return events.get(ValueLayout.JAVA_LONG_UNALIGNED, index * EVENT_SIZE + EVENT_DATA);
  }

  private static int check(String call, int result) {
    if (result < 0) {
      throw new IllegalStateException(call + " failed: are there enough file descriptors?");
    }
    return result;
  }

  private static MethodHandle find(String name, MemoryLayout result, MemoryLayout... arguments) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }

  private static RuntimeException unexpected(Throwable e) {
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }
}
