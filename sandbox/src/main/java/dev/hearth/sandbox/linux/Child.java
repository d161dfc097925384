package dev.hearth.sandbox.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A process that this one started and [Children] waits for.
public final class Child {
  private static final long PIDFD_SEND_SIGNAL = 424;
  private static final long PIDFD_OPEN = 434;
  static final int SIGKILL = 9;
  private static final int SIGTERM = 15;
  private static final int MOST_DIGITS = 8;
  private static final MemorySegment READ = Native.function("read");

  private final int pid;
  private final boolean first;
  final Descriptor handle;
  final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
  private final @Nullable Descriptor told;

  /// @param first whether it is process 1 of its namespace for processes; if not, its first child
  ///   will be
  Child(int pid, boolean first) throws ErrnoException {
    this(pid, first, open(pid), null);
  }

  private Child(int pid, boolean first, Descriptor handle, @Nullable Descriptor told) {
    this.pid = pid;
    this.first = first;
    this.handle = handle;
    this.told = told;
  }

  /// A process that somebody else started, process 1 of its namespace.
  ///
  /// @param told a pipe to which it writes its exit status in decimal before it ends, where it was
  ///   not killed
  static Child ofOther(int pid, Descriptor handle, Descriptor told) {
    return new Child(pid, true, handle, told);
  }

  /// A handle of a process, which stays that one's whatever becomes of its number.
  static Descriptor open(int pid) throws ErrnoException {
    return new Descriptor(Native.system("pidfd_open", PIDFD_OPEN, pid, 0));
  }

  static void signal(Descriptor handle, int signal) throws ErrnoException {
    Native.system("signal", PIDFD_SEND_SIGNAL, handle.number(), signal, 0, 0);
  }

  /// How the process, which has ended, did so.
  ///
  /// @param room for an int
  ExitStatus reap(MemorySegment room) throws ErrnoException {
    if (told != null) {
      return read(told);
    }
    Native.call("waitpid", Native.WAITPID, pid, room.address(), 0);
    return ExitStatus.ofWait(room.get(ValueLayout.JAVA_INT, 0));
  }

  private static ExitStatus read(Descriptor told) {
    try (told;
        var arena = Arena.ofConfined()) {
      var text = arena.allocate(MOST_DIGITS);
      long count = Native.callLong("exit", READ, told.number(), text.address(), MOST_DIGITS);
      var digits =
          StandardCharsets.US_ASCII.decode(text.asSlice(0, count).asByteBuffer()).toString();
      return new ExitStatus(Integer.parseInt(digits.strip()) & 0xff);
    } catch (ErrnoException | NumberFormatException e) {
      return new ExitStatus(128 + SIGKILL); // nothing is written by a process that is killed
    }
  }

  public int pid() {
    return pid;
  }

  /// Completes once the process is gone and waited for; on the thread that waits for all of them,
  /// so what depends on it must be short.
  public CompletableFuture<ExitStatus> exit() {
    return exit;
  }

  /// Ends the process and nothing else, whatever has its number by now.
  public synchronized void kill() {
    if (handle.number() >= 0) {
      try {
        Native.system("kill", PIDFD_SEND_SIGNAL, handle.number(), SIGKILL, 0, 0);
      } catch (ErrnoException e) {
        // It ended in the meantime.
      }
    }
  }

  /// Process 1 inside, by the host's number; nothing before bubblewrap has made it.
  public OptionalInt inside() throws IOException {
    return first ? OptionalInt.of(pid) : firstOf(pid);
  }

  /// Ends process 1 inside, which takes all others with it and which bubblewrap follows once it has
  /// waited for it; the process itself where there is none yet.
  public synchronized void killInside() {
    if (first) {
      kill();
      return;
    }
    if (handle.number() < 0) {
      return;
    }
    // Neither number can have been given to another process: this one's is kept by not having been
    // waited for, and the other is looked up again once its handle is open.
    try {
      var first = firstOf(pid);
      if (first.isEmpty()) {
        kill();
        return;
      }
      try (var inside =
          new Descriptor(Native.system("pidfd_open", PIDFD_OPEN, first.getAsInt(), 0))) {
        if (firstOf(pid).equals(first)) {
          Native.system("kill", PIDFD_SEND_SIGNAL, inside.number(), SIGKILL, 0, 0);
        }
      }
    } catch (IOException e) {
      kill();
    }
  }

  /// Asks the first process that `parent` started to end, if there is one.
  public static void terminateFirstOf(int parent) throws IOException {
    var first = firstOf(parent);
    if (first.isPresent()) {
      try (var process =
          new Descriptor(Native.system("pidfd_open", PIDFD_OPEN, first.getAsInt(), 0))) {
        if (firstOf(parent).equals(first)) { // else the number may be another's by now
          Native.system("terminate", PIDFD_SEND_SIGNAL, process.number(), SIGTERM, 0, 0);
        }
      }
    }
  }

  synchronized void ended(ExitStatus status) {
    handle.close();
    exit.complete(status);
  }

  /// The first process that process `parent` started and that still runs.
  public static OptionalInt firstOf(int parent) throws IOException {
    var list = Files.readString(Path.of("/proc/" + parent + "/task/" + parent + "/children"));
    int end = list.indexOf(' ');
    return end < 0 ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(list, 0, end, 10));
  }
}
