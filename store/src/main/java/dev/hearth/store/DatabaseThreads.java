package dev.hearth.store;

import java.util.ArrayList;
import java.util.List;

/// The platform threads on which one database runs its statements.
///
/// Not the callers' virtual threads, for two reasons. SQLite's native code holds on to the carrier
/// of a virtual thread, of which there are as many as processors: two slow scans would stop the
/// whole server. And interrupting a virtual thread closes the socket that it reads, here
/// PostgreSQL's connection, with the fate of the transaction unknown. The price is a hand-over,
/// about 10 µs.
final class DatabaseThreads {
  private final List<Thread> threads = new ArrayList<>();

  void start(String name, Runnable loop) {
    threads.add(Thread.ofPlatform().daemon().name(name).start(loop));
  }

  /// A call from one of them would wait for itself.
  void refuseOwn() {
    if (threads.contains(Thread.currentThread())) {
      throw new IllegalStateException("a database's work must not call its database again");
    }
  }

  /// Waits until all have ended, even when interrupted: one left behind would hold the database.
  void join() {
    var interrupted = false;
    for (var thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
