package dev.hearth.invocation;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.WorkQueue;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Events that were accepted with 202 and run later: durable before they are accepted, leased while
/// they run, and gone from the queue only when they came to an end.
///
/// A function that fails is tried twice more, after one minute and then after two; an invocation
/// that is throttled is tried again for up to six hours. Source: AWS Lambda Developer Guide, "How
/// Lambda handles errors and retries with asynchronous invocation".
public final class AsyncInvocations implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(AsyncInvocations.class.getName());

  private static final int MAX_ATTEMPTS = 3;
  private static final Duration MAX_AGE = Duration.ofHours(6);
  private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
  private static final Duration MAX_DEFERRAL = Duration.ofMinutes(5);
  // A crashed node's events come back after this; whoever still runs one extends it in time.
  private static final Duration HOLD = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MAX_IN_FLIGHT = 100;

  private final WorkQueue queue;
  private final Functions functions;
  private final Invoker invoker;
  private final InstantSource clock;
  private final Semaphore room = new Semaphore(MAX_IN_FLIGHT);
  private final Set<WorkQueue.Lease> running = ConcurrentHashMap.newKeySet();
  private final ExecutorService runs =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("async-run-", 0).factory());
  private final CountDownLatch closing = new CountDownLatch(1);

  public AsyncInvocations(
      WorkQueue queue, Functions functions, Invoker invoker, InstantSource clock) {
    this.queue = queue;
    this.functions = functions;
    this.invoker = invoker;
    this.clock = clock;
  }

  /// Takes an event in; it is durable when this returns.
  public void accept(FunctionReference function, Event event) {
    queue.enqueue(
        function.functionArn(), new AsyncEnvelope(function, event).encode(), clock.instant());
  }

  /// Begins to run what was accepted, now and before the last stop.
  ///
  /// @param alone whether no other process uses the queue's database: what this one was running
  ///   when it died is then run at once, and not only when its leases expire
  public void start(boolean alone) {
    if (alone) {
      queue.reclaim();
    }
    runs.execute(this::dispatch);
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
      for (var lease : queue.lease(most, HOLD, PATIENCE)) {
        running.add(lease);
        runs.execute(() -> settle(lease));
        taken++;
      }
      return true;
    } catch (RejectedExecutionException _) {
      return true; // closing: what was leased comes back
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The queue of asynchronous events could not be read", e);
      return false;
    } finally {
      room.release(most - taken);
    }
  }

  /// Runs what is due now, on this thread.
  ///
  /// @return how many events that were
  int runDue() {
    var leases = queue.lease(MAX_IN_FLIGHT, HOLD, Duration.ZERO);
    for (var lease : leases) {
      run(lease, AsyncEnvelope.decode(lease.payload()));
    }
    return leases.size();
  }

  private void settle(WorkQueue.Lease lease) {
    try {
      run(lease, AsyncEnvelope.decode(lease.payload()));
    } catch (RuntimeException e) {
      // The lease expires and the event comes back.
      LOG.log(Level.ERROR, "An asynchronous event could not be settled; it is tried again", e);
    } finally {
      running.remove(lease);
      room.release();
    }
  }

  private void run(WorkQueue.Lease lease, AsyncEnvelope envelope) {
    if (lease.enqueued().plus(MAX_AGE).isBefore(clock.instant())) {
      discard(lease, envelope, "it is older than " + MAX_AGE.toHours() + " hours");
      return;
    }
    try {
      var answer = invoker.invoke(() -> version(envelope.function()), envelope.event());
      if (answer.functionError() == null) {
        queue.complete(lease);
      } else if (lease.attempts() >= MAX_ATTEMPTS) {
        discard(lease, envelope, "all " + MAX_ATTEMPTS + " attempts failed");
      } else {
        queue.retry(lease, clock.instant().plus(FIRST_RETRY.multipliedBy(lease.attempts())));
      }
    } catch (ServiceException e) {
      if (e.code().equals("ResourceNotFoundException")) {
        discard(lease, envelope, "the function was deleted");
      } else {
        queue.defer(lease, clock.instant().plus(deferral(lease.deliveries())));
      }
    }
  }

  private FunctionVersion version(FunctionReference function) {
    return functions.resolve(
        function.account(), function.region(), function.name(), function.qualifier());
  }

  /// 1, 2, 4 … seconds, up to five minutes.
  private static Duration deferral(int deliveries) {
    var seconds = 1L << Math.min(deliveries - 1, 20);
    return seconds < MAX_DEFERRAL.toSeconds() ? Duration.ofSeconds(seconds) : MAX_DEFERRAL;
  }

  private void discard(WorkQueue.Lease lease, AsyncEnvelope envelope, String why) {
    LOG.log(
        Level.WARNING,
        "Event {0} of {1} is discarded: {2}",
        envelope.event().requestId(),
        envelope.function().arn(),
        why);
    queue.complete(lease);
  }

  /// Keeps what is running from being handed out again; to be called well within a minute.
  public void extendLeases() {
    for (var lease : running) {
      queue.extend(lease, HOLD);
    }
  }

  /// Starts nothing more; what runs may end within `patience`, and the rest comes back at the next
  /// start.
  public void close(Duration patience) {
    closing.countDown();
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
