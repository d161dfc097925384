package dev.hearth.store;

import dev.hearth.store.WorkQueue.Lease;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Does the work of a [WorkQueue] as it becomes due: each piece on a virtual thread of its own, a
/// bounded number at once. What is due beyond that stays in the database.
public final class QueueWorker implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(QueueWorker.class.getName());

  // A crashed node's work comes back after this; whoever still does it extends the lease in time.
  private static final Duration HOLD = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final WorkQueue queue;
  private final Consumer<Lease> task;
  private final Semaphore room;
  private final Set<Lease> running = ConcurrentHashMap.newKeySet();
  private final ExecutorService runs;
  private final CountDownLatch closing = new CountDownLatch(1);
  private Future<?> dispatcher = CompletableFuture.completedFuture(null); // until it is started
  private boolean reclaims; // the dispatcher's, once it runs

  /// @param name of the threads
  /// @param atOnce pieces of work
  /// @param task does one piece and completes, retries or defers its lease; where it fails instead,
  ///   the lease expires and the work comes back
  public QueueWorker(WorkQueue queue, String name, int atOnce, Consumer<Lease> task) {
    this.queue = queue;
    this.task = task;
    this.room = new Semaphore(atOnce);
    this.runs =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
  }

  /// Begins with what is there, now and since before the last stop.
  ///
  /// @param alone whether no other process uses the queue's database: what this one was doing when
  ///   it died is then done at once, and not only when its leases expire
  public void start(boolean alone) {
    reclaims = alone;
    dispatcher = runs.submit(this::dispatch);
  }

  private void dispatch() {
    try {
      while (closing.getCount() > 0) {
        room.acquire();
        if (!lease(1 + room.drainPermits())) {
          closing.await(1, TimeUnit.SECONDS); // not in a hot loop while the store is down
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean lease(int most) {
    int taken = 0;
    try {
      if (reclaims) {
        queue.reclaim();
        reclaims = false;
      }
      for (var lease : queue.lease(most, HOLD, PATIENCE)) {
        running.add(lease);
        runs.execute(() -> run(lease));
        taken++;
      }
      return true;
    } catch (RejectedExecutionException _) {
      return true; // closing: what was leased comes back
    } catch (RuntimeException e) {
      if (closing.getCount() > 0) {
        LOG.log(Level.ERROR, "A queue could not be read", e);
      }
      return false;
    } finally {
      room.release(most - taken);
    }
  }

  /// Does what is due now, on this thread, and throws what a task throws.
  ///
  /// @return how much that was
  public int runDue() {
    var leases = queue.lease(WorkQueue.LARGEST_LEASE, HOLD, Duration.ZERO);
    leases.forEach(task);
    return leases.size();
  }

  private void run(Lease lease) {
    try {
      task.accept(lease);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "Queued work could not be settled; it is tried again", e);
    } finally {
      running.remove(lease);
      room.release();
    }
  }

  /// Keeps what is running from being handed out again; to be called well within a minute.
  public void extendLeases() {
    for (var lease : running) {
      queue.extend(lease, HOLD);
    }
  }

  /// Begins nothing more; what runs may end within `patience`, and the rest comes back at the next
  /// start.
  public void close(Duration patience) {
    closing.countDown();
    dispatcher.cancel(true); // or the wait for work would be waited for
    runs.shutdown();
    try {
      runs.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    runs.shutdownNow();
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
