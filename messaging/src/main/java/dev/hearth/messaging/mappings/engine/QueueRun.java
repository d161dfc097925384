package dev.hearth.messaging.mappings.engine;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.QueueReader.Message;
import dev.hearth.messaging.mappings.QueueSource;
import dev.hearth.messaging.mappings.store.Mapping;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;

/// The pollers of one queue: virtual threads, each with a batch of its own. One of them waits for
/// messages; whoever finds some has another one begin, as long as that is allowed, and those that
/// find none end.
final class QueueRun implements MappingRun {
  private static final System.Logger LOG = System.getLogger(QueueRun.class.getName());

  /// How long an idle mapping's one poller waits at a time.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// How long another one waits before it ends.
  private static final Duration EXTRA_PATIENCE = Duration.ofSeconds(1);

  private final Mapping mapping;
  private final QueueTurn turn;
  private final RoleCheck role;
  private final Results results;
  private final PollerPlaces places;
  private final Scaling scaling;
  private final Stop stop;
  private final Threads threads;
  private final boolean slowsDown;
  private final AtomicInteger pollers = new AtomicInteger();
  // Of those who wait for messages there is one; the others would only wake up beside it.
  private final Semaphore watch = new Semaphore(1);

  QueueRun(
      QueueSource source,
      Mapping mapping,
      BatchTaker taker,
      RoleCheck role,
      Results results,
      PollerPlaces places,
      LaneLog log,
      InstantSource clock) {
    this.mapping = mapping;
    this.role = role;
    this.results = results;
    this.places = places;
    stop = new Stop();
    var reader = source.open(mapping.uuid(), mapping.source(), mapping.settings(), taker::role);
    threads = new Threads("queue-poller", reader::close);
    turn = new QueueTurn(source, reader, mapping, taker, results, stop, stop::pause, log, clock);
    var scale = mapping.settings().scalingConfig();
    var most = scale == null ? null : scale.maximumConcurrency();
    scaling = new Scaling(most == null ? source.concurrency() : most, clock);
    slowsDown =
        !mapping
            .settings()
            .functionResponseTypes()
            .contains(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES);
  }

  @Override
  public void start() {
    pollers.incrementAndGet();
    threads.start(() -> poll(false));
  }

  @Override
  public void stop() {
    stop.request();
  }

  @Override
  public boolean awaitEnd(Duration patience) {
    return threads.awaitEnd(patience);
  }

  @Override
  public boolean mayOverlap() {
    return true; // a message is one taker's, whoever takes the next
  }

  /// @param extra whether it takes one of the node's places
  private void poll(boolean extra) {
    try {
      int failures = 0;
      while (!stop.requested()) {
        try {
          if (!once(extra)) {
            return;
          }
          if (failures > 0) {
            results.recovered();
          }
          failures = 0;
        } catch (RuntimeException e) {
          report(e);
          stop.pause(Backoff.after(failures++));
        }
      }
    } finally {
      if (extra) {
        pollers.decrementAndGet();
        places.giveBack(mapping.uuid());
      }
    }
  }

  /// @return false where this poller is not needed any more
  private boolean once(boolean extra) {
    var denied = role.denied();
    if (denied != null) {
      results.tell("PROBLEM: " + denied);
      stop.pause(RoleCheck.AGAIN);
      return !extra;
    }
    var messages = extra ? takeMore() : takeFirst();
    if (messages.isEmpty()) {
      return !extra;
    }
    if (!stop.requested()) {
      grow();
    }
    var result = turn.work(messages);
    if (result == QueueTurn.Result.THROTTLED || (result == QueueTurn.Result.FAILED && slowsDown)) {
      scaling.failed();
    }
    return !extra || (!scaling.tooMany(pollers.get()) && !places.owes(mapping.uuid()));
  }

  /// As the poller that is always there: waits as long as it takes.
  private List<Message> takeFirst() {
    return stop.during(
        () -> {
          try {
            watch.acquire();
          } catch (InterruptedException _) {
            return List.<Message>of();
          }
          try {
            var messages = turn.receive(PATIENCE);
            if (messages.isEmpty()) {
              scaling.idle();
            }
            return messages;
          } finally {
            watch.release();
          }
        });
  }

  /// As one of many: waits only a little, and only where no other does.
  private List<Message> takeMore() {
    boolean alone = watch.tryAcquire();
    try {
      return alone ? stop.during(() -> turn.receive(EXTRA_PATIENCE)) : turn.receive(Duration.ZERO);
    } finally {
      if (alone) {
        watch.release();
      }
    }
  }

  private void grow() {
    int now = pollers.get();
    if (scaling.mayGrow(now) && pollers.compareAndSet(now, now + 1)) {
      if (places.take(mapping.uuid())) {
        threads.start(() -> poll(true));
      } else {
        pollers.decrementAndGet();
      }
    }
  }

  private void report(RuntimeException e) {
    if (e instanceof ServiceException refusal && refusal.status() < 500) {
      results.problem(Results.problem(refusal));
    } else {
      LOG.log(Level.ERROR, "The queue " + mapping.source() + " could not be polled", e);
    }
  }
}
