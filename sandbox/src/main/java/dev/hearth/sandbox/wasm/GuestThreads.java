package dev.hearth.sandbox.wasm;

import dev.hearth.sandbox.linux.Niceness;
import dev.hearth.sandbox.wasm.guest.Guest;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Threads for guests. Platform threads, for a guest that computes would keep a virtual thread's
/// carrier from everybody else; with less of a busy processor than the server itself has; and with
/// a stack of known size, the end of which a guest may come to without harm.
final class GuestThreads implements AutoCloseable {
  private static final long STACK_BYTES = 4L << 20;
  private static final int NICE = 5;
  private static final int IDLE_SECONDS = 20;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE, // there are never more guests than invocations let in
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          body ->
              Thread.ofPlatform()
                  .name("wasm-guest")
                  .daemon()
                  .stackSize(STACK_BYTES)
                  .unstarted(
                      () -> {
                        Niceness.set(NICE);
                        body.run();
                      }));

  void start(Guest guest) {
    threads.execute(guest::run);
  }

  /// How many guests run now.
  int running() {
    return threads.getActiveCount();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
