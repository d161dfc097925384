package dev.hearth.sandbox.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Waits for all child processes on one thread: `Process` would keep a thread for each.
public final class Children implements AutoCloseable {
  private static final int READABLE = 1; // EPOLLIN
  private static final int ADD = 1; // EPOLL_CTL_ADD
  // struct epoll_event is packed on x86-64 only.
  private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
  private static final long EVENT = PACKED ? 12 : 16;
  private static final long EVENT_DATA = PACKED ? 4 : 8;
  private static final int BATCH = 64;
  private static final long CLOSING = -1;

  private final Descriptor poll;
  private final Descriptor closing;
  private final Map<Long, Child> running = new ConcurrentHashMap<>();

  public Children() throws ErrnoException {
    poll = new Descriptor(Native.call("epoll_create1", Native.EPOLL_CREATE1, Native.CLOSE_ON_EXEC));
    closing = new Descriptor(Native.call("eventfd", Native.EVENTFD, 0, Native.CLOSE_ON_EXEC));
    watch(closing, CLOSING);
    Thread.ofPlatform().name("hearth-exits").daemon().start(this::loop);
  }

  /// Starts a process from the calling thread.
  Child start(Spawn spawn) throws ErrnoException {
    return watch(new Child(spawn.start(), false));
  }

  /// Watches over a child that somebody else has made ours, process 1 of its namespace.
  Child adopt(int pid) throws ErrnoException {
    return watch(new Child(pid, true));
  }

  /// Watches over a process that is somebody else's child, process 1 of its namespace.
  ///
  /// @param status tells how it ended: see [Child#ofOther]
  Child watch(int pid, Descriptor handle, Descriptor status) throws ErrnoException {
    return watch(Child.ofOther(pid, handle, status));
  }

  private Child watch(Child child) throws ErrnoException {
    running.put((long) child.pid(), child);
    watch(child.handle, child.pid());
    return child;
  }

  private void watch(Descriptor descriptor, long data) throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      var event = arena.allocate(EVENT, 8);
      event.set(ValueLayout.JAVA_INT, 0, READABLE);
      event.set(ValueLayout.JAVA_LONG_UNALIGNED, EVENT_DATA, data);
      Native.call(
          "epoll_ctl", Native.EPOLL_CTL, poll.number(), ADD, descriptor.number(), event.address());
    }
  }

  private void loop() {
    try (var arena = Arena.ofConfined();
        poll;
        closing) {
      var events = arena.allocate(EVENT * BATCH, 8);
      var status = arena.allocate(ValueLayout.JAVA_INT);
      while (true) {
        int count = await(events);
        for (int i = 0; i < count; i++) {
          long data = events.get(ValueLayout.JAVA_LONG_UNALIGNED, i * EVENT + EVENT_DATA);
          if (data == CLOSING) {
            return;
          }
          var child = running.remove(data);
          if (child != null) {
            child.ended(child.reap(status));
          }
        }
      }
    } catch (ErrnoException e) {
      throw new IllegalStateException(e);
    }
  }

  private int await(MemorySegment events) throws ErrnoException {
    try {
      return Native.call(
          "epoll_wait", Native.EPOLL_WAIT, poll.number(), events.address(), BATCH, -1);
    } catch (ErrnoException e) {
      if (e.errno() == ErrnoException.EINTR) {
        return 0;
      }
      throw e;
    }
  }

  /// Stops waiting; children that still run are left to themselves.
  @Override
  public void close() {
    try (var arena = Arena.ofConfined()) {
      var one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
      Native.callLong("eventfd", Native.WRITE, closing.number(), one.address(), 8);
    } catch (ErrnoException e) {
      throw new IllegalStateException(e);
    }
  }
}
