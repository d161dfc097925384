package dev.hearth.sandbox.logs;

import dev.hearth.sandbox.LogSink;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Reads the pipes of all sandboxes on one thread, with Linux's `epoll`: a virtual thread that
/// reads a pipe would hold a carrier for as long as the sandbox lives.
public final class LogPipes implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LogPipes.class.getName());
  private static final int EVENTS_AT_ONCE = 64;
  private static final long STOP = 0;

  private final InstantSource clock;
  private final int epoll = Posix.epoll();
  private final Posix.Ends stop = Posix.pipe();
  private final AtomicLong ids = new AtomicLong(STOP);
  private final Map<Long, LogPipe> pipes = new ConcurrentHashMap<>();
  private final Thread reader;

  /// Starts the reading thread.
  ///
  /// @param clock dates the lines
  public LogPipes(InstantSource clock) {
    this.clock = clock;
    Posix.watch(epoll, stop.read(), STOP);
    reader = Thread.ofPlatform().name("log-pipes").daemon().start(this::read);
  }

  /// A new pipe whose lines go to `sink`.
  public LogPipe open(LogSink sink) {
    return watch(Posix.pipe(), sink);
  }

  /// Reads a pipe that is somebody else's.
  ///
  /// @param read its read end, which never blocks; closed with the answer
  public LogPipe open(int read, LogSink sink) {
    return watch(new Posix.Ends(read, Posix.Ends.NONE), sink);
  }

  private LogPipe watch(Posix.Ends ends, LogSink sink) {
    long id = ids.incrementAndGet();
    var pipe = new LogPipe(this, id, ends, sink);
    pipes.put(id, pipe);
    pipe.watch(epoll);
    return pipe;
  }

  InstantSource clock() {
    return clock;
  }

  void forget(long id) {
    pipes.remove(id);
  }

  void unwatch(int fd) {
    Posix.unwatch(epoll, fd);
  }

  private void read() {
    try (var arena = Arena.ofConfined()) {
      var events = Posix.events(arena, EVENTS_AT_ONCE);
      while (true) {
        int count = Posix.await(epoll, events);
        for (int i = 0; i < count; i++) {
          long id = Posix.id(events, i);
          if (id == STOP) {
            return;
          }
          var pipe = pipes.get(id);
          if (pipe != null) {
            deliver(pipe);
          }
        }
      }
    } finally {
      Posix.close(epoll);
      Posix.close(stop.read());
    }
  }

  private static void deliver(LogPipe pipe) {
    try {
      pipe.readable();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a sandbox's log lines could not be delivered", e);
    }
  }

  /// Closes every pipe and ends the thread.
  @Override
  public void close() {
    pipes.values().forEach(LogPipe::close);
    if (reader.isAlive()) {
      Posix.close(stop.write());
    }
  }
}
