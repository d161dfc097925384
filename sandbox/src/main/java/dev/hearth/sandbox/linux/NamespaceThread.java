package dev.hearth.sandbox.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/// A platform thread that visits other namespaces for its callers and is at home between visits.
///
/// A namespace belongs to a thread, and a thread that is born takes its parent's. So whatever runs
/// here must not start one, and results are handed over by another: waking a virtual thread may
/// start a carrier from the very thread that wakes it. The thread lives as long as the process, for
/// `PR_SET_PDEATHSIG` watches the thread that a child was started from, not the process, and would
/// kill the sandboxes with it.
///
/// In a user namespace nobody comes back to the host's network, so home is an empty one there.
public final class NamespaceThread implements AutoCloseable {
  private static final int CLONE_FS = 0x200;
  private static final int CLONE_NEWNS = 0x2_0000;
  private static final int CLONE_NEWNET = 0x4000_0000;

  private final LinkedBlockingQueue<Task<?>> tasks = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Runnable> results = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final Descriptor homeMounts;
  private Descriptor homeNetwork;
  private volatile boolean lost;
  private volatile boolean closed;
  private volatile boolean ended;
  private boolean handedOver; // of the thread that hands over

  /// What a visit does.
  @FunctionalInterface
  public interface Visit<T> {
    T run() throws IOException;
  }

  private record Task<T>(Visit<T> visit, CompletableFuture<T> result) {
    /// Does it, and tells how to hand over what came of it.
    Runnable run() {
      try {
        var value = visit.run();
        return () -> result.complete(value);
      } catch (Throwable e) {
        return () -> result.completeExceptionally(e);
      }
    }
  }

  /// @throws IOException when `/proc` is not there to name the own namespaces by
  public NamespaceThread(String name) throws IOException {
    homeMounts = Descriptor.open(Path.of("/proc/self/ns/mnt"));
    homeNetwork = Descriptor.open(Path.of("/proc/self/ns/net"));
    Thread.ofPlatform().name(name + "-results").daemon().start(this::handOver);
    thread = Thread.ofPlatform().name(name).daemon().start(this::loop);
    if (!UserNamespace.current().host()) {
      call(this::moveToEmptyNetwork);
    }
  }

  private Descriptor moveToEmptyNetwork() throws IOException {
    Native.call("unshare(net)", Native.UNSHARE, CLONE_NEWNET);
    homeNetwork.close();
    homeNetwork = currentNetwork();
    return homeNetwork;
  }

  private void loop() {
    try {
      while (!closed && !lost) {
        results.add(tasks.take().run());
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    } finally {
      homeMounts.close();
      homeNetwork.close();
      ended = true;
      tasks.forEach(task -> results.add(() -> task.result().cancel(false)));
      results.add(() -> handedOver = true);
    }
  }

  private void handOver() {
    try {
      while (!handedOver) {
        results.take().run();
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }

  /// Runs `visit` on this thread and waits for it. It must be home again when it returns: use
  /// [#inNewNetwork] and [#inMounts] inside.
  public <T> T call(Visit<T> visit) throws IOException {
    var result = new CompletableFuture<T>();
    tasks.add(new Task<>(visit, result));
    if (ended) {
      result.cancel(false); // it may have come too late to be seen
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          interrupted = true; // a visit is short, and half of one is of no use
        }
      }
    } catch (CancellationException e) {
      throw new IOException(thread.getName() + " has ended" + (lost ? ", lost" : ""), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Runs `visit` in a network namespace made for it, which lives on in the sockets and processes
  /// that `visit` leaves there.
  public <T> T inNewNetwork(Visit<T> visit) throws IOException {
    onThis();
    Native.call("unshare(net)", Native.UNSHARE, CLONE_NEWNET);
    try {
      return visit.run();
    } finally {
      goHome(homeNetwork, CLONE_NEWNET);
    }
  }

  /// The network namespace that the thread is in.
  Descriptor currentNetwork() throws ErrnoException {
    onThis();
    return Descriptor.open(Path.of("/proc/thread-self/ns/net"));
  }

  /// Runs `visit` in another network namespace.
  <T> T inNetwork(Descriptor network, Visit<T> visit) throws IOException {
    onThis();
    Native.call("setns(net)", Native.SETNS, network.number(), CLONE_NEWNET);
    try {
      return visit.run();
    } finally {
      goHome(homeNetwork, CLONE_NEWNET);
    }
  }

  /// The mount namespace that the thread is in, for [#inMounts] later.
  Descriptor currentMounts() throws ErrnoException {
    onThis();
    return Descriptor.open(Path.of("/proc/thread-self/ns/mnt"));
  }

  /// Runs `visit` in a private copy of the mount namespace that the thread is in, which lives on in
  /// the processes that `visit` starts.
  <T> T inCopiedMounts(Visit<T> visit) throws IOException {
    onThis();
    Native.call("unshare(mnt)", Native.UNSHARE, CLONE_NEWNS);
    try {
      return visit.run();
    } finally {
      goHome(homeMounts, CLONE_NEWNS);
    }
  }

  /// Runs `visit` in another mount namespace.
  <T> T inMounts(Descriptor mounts, Visit<T> visit) throws IOException {
    onThis();
    leaveSharedRoot();
    Native.call("setns(mnt)", Native.SETNS, mounts.number(), CLONE_NEWNS);
    try {
      return visit.run();
    } finally {
      goHome(homeMounts, CLONE_NEWNS);
    }
  }

  /// Threads share root and working directory, and a thread that shares them may not change its
  /// mount namespace. One that was born from this thread since the last time shares them again.
  private static void leaveSharedRoot() throws ErrnoException {
    Native.call("unshare(fs)", Native.UNSHARE, CLONE_FS);
  }

  private void goHome(Descriptor home, int kind) {
    try {
      if (kind == CLONE_NEWNS) {
        leaveSharedRoot();
      }
      Native.call("setns(home)", Native.SETNS, home.number(), kind);
    } catch (ErrnoException e) {
      lost = true; // a thread that is stuck in a sandbox must never run anything again
      throw new AssertionError("no way home from a namespace", e);
    }
  }

  private void onThis() {
    if (!Thread.currentThread().equals(thread)) {
      throw new IllegalStateException("not on " + thread.getName());
    }
  }

  @Override
  public void close() {
    tasks.add(new Task<>(() -> closed = true, new CompletableFuture<>()));
  }
}
