package dev.hearth.messaging.mappings.engine;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.EventSource;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.QueueSource;
import dev.hearth.messaging.mappings.StreamSource;
import dev.hearth.messaging.mappings.store.Mapping;
import dev.hearth.messaging.mappings.store.MappingState;
import dev.hearth.messaging.mappings.store.MappingStore;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs the mappings that this node holds, and brings about what their users ask for: a mapping's
/// row says what is wanted, this makes it so and writes the state that it is in then.
public final class MappingEngine {
  private static final System.Logger LOG = System.getLogger(MappingEngine.class.getName());

  /// Batches of queues that a node works on at once, beyond one of each mapping: they are six
  /// megabytes at most, and mostly kilobytes.
  private static final int PLACES = 256;

  /// How often other nodes' changes are looked for.
  private static final Duration LOOK = Duration.ofSeconds(5);

  /// Mappings that a node takes each time, so that others get some.
  private static final int MOST_CLAIMED = 50;

  /// How long a change of a queue's mapping waits for its batches: messages are one taker's.
  private static final Duration OVERLAP_AFTER = Duration.ofSeconds(5);

  private final MappingStore store;
  private final EventSources sources;
  private final BatchInvoker invoker;
  private final FailureDeliveries deliveries;
  private final InstantSource clock;
  private final PollerPlaces places = new PollerPlaces(PLACES);
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final Set<String> changing = ConcurrentHashMap.newKeySet();
  private final Semaphore news = new Semaphore(0);
  private volatile @Nullable PipeEnds pipes;
  private volatile boolean closing;
  private @Nullable Thread loop;
  private boolean reclaims; // the loop's, once it runs

  private record Running(long revision, MappingRun run) {}

  public MappingEngine(
      MappingStore store,
      EventSources sources,
      BatchInvoker invoker,
      FailureDeliveries deliveries,
      InstantSource clock) {
    this.store = store;
    this.sources = sources;
    this.invoker = invoker;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  /// Runs pipes as well, with these ends.
  public void serve(PipeEnds ends) {
    pipes = ends;
  }

  /// Begins to run mappings.
  ///
  /// @param alone whether no other process uses the database
  public void start(boolean alone) {
    reclaims = alone;
    deliveries.worker().start(alone);
    loop = Thread.ofVirtual().name("event-source-mappings").start(this::loop);
  }

  /// Has a change looked at that was just written.
  public void announce() {
    news.release();
  }

  /// Goes on holding what this node holds; to be called well within a minute.
  public void extendLeases() {
    store.renew();
    deliveries.worker().extendLeases();
  }

  /// Begins nothing more; batches that run may end within `patience`, and the rest is repeated
  /// after the next start.
  public void close(Duration patience) {
    closing = true;
    if (loop != null) {
      loop.interrupt();
    }
    long end = System.nanoTime() + patience.toNanos();
    running.values().forEach(each -> each.run.stop());
    for (var each : running.values()) {
      var left = Duration.ofNanos(end - System.nanoTime());
      each.run.awaitEnd(left.isNegative() ? Duration.ZERO : left);
    }
    deliveries.worker().close(Duration.ZERO);
  }

  private void loop() {
    while (!closing) {
      try {
        look();
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "Event source mappings could not be looked at", e);
      }
      try {
        var _ = news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
      } catch (InterruptedException _) {
        return; // closing
      }
    }
  }

  private void look() {
    if (reclaims) {
      store.reclaim();
      reclaims = false;
    }
    var held = store.claim(MOST_CLAIMED);
    var uuids = new HashSet<String>();
    for (var mapping : held) {
      uuids.add(mapping.uuid());
      if (!isAsWanted(mapping) && changing.add(mapping.uuid())) {
        Thread.ofVirtual().name("event-source-mapping").start(() -> change(mapping));
      }
    }
    running.forEach(
        (uuid, each) -> {
          if (!uuids.contains(uuid)) { // another node has it, or it is gone
            each.run.stop();
            each.run.awaitEnd(Duration.ZERO);
            running.remove(uuid);
          }
        });
  }

  private boolean isAsWanted(Mapping mapping) {
    var current = running.get(mapping.uuid());
    return mapping.state() == MappingState.ENABLED
        && current != null
        && current.revision == mapping.revision();
  }

  private void change(Mapping seen) {
    var mapping = seen;
    try {
      // What was seen may be older than the last change, which is not to be made again.
      mapping = store.read(tables -> tables.find(seen.uuid())).orElse(seen);
      if (!isAsWanted(mapping) && end(mapping)) {
        settle(mapping);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The event source mapping " + seen.uuid() + " did not change", e);
    } finally {
      changing.remove(seen.uuid());
    }
    long revision = mapping.revision();
    var now = store.read(tables -> tables.find(seen.uuid()));
    if (now.isPresent() && now.get().revision() != revision) {
      announce(); // it was changed once more meanwhile
    }
  }

  /// Ends what runs of a mapping.
  ///
  /// @return false where that takes longer; it is tried again then
  private boolean end(Mapping mapping) {
    var current = running.get(mapping.uuid());
    if (current == null) {
      return true;
    }
    current.run.stop();
    boolean ended = current.run.awaitEnd(OVERLAP_AFTER);
    boolean goesOn = mapping.state() != MappingState.DELETING && !current.run.mayOverlap();
    if (!ended && goesOn) {
      return false;
    }
    running.remove(mapping.uuid());
    return true;
  }

  private void settle(Mapping mapping) {
    if (closing) {
      return;
    }
    if (mapping.state() == MappingState.DELETING) {
      if (store.writeHeld(mapping.uuid(), tables -> tables.delete(mapping.uuid()))) {
        forget(mapping);
      }
    } else if (mapping.enabled()) {
      begin(mapping);
      enter(mapping, MappingState.ENABLED);
    } else if (enter(mapping, MappingState.DISABLED)) {
      store.release(mapping.uuid());
    }
  }

  private void forget(Mapping mapping) {
    try {
      if (sources.find(mapping.source()).orElse(null) instanceof QueueSource queue) {
        queue.forget(mapping.uuid(), mapping.source(), mapping.settings());
      }
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "{0} may still keep something for the mapping {1} that is gone: {2}",
          mapping.source(),
          mapping.uuid(),
          e.getMessage());
    }
  }

  private boolean enter(Mapping mapping, MappingState state) {
    if (mapping.state() == state) {
      return true;
    }
    return store.writeHeld(
        mapping.uuid(),
        tables ->
            tables
                .find(mapping.uuid())
                .filter(now -> now.revision() == mapping.revision())
                .ifPresent(now -> tables.update(now.in(state, mapping.reason(), clock.instant()))));
  }

  private void begin(Mapping mapping) {
    var results = new Results(store, mapping.uuid(), mapping.result());
    try {
      var source = sources.find(mapping.source()).orElse(null);
      if (source == null) {
        return; // of a service that this Hearth does not have; it is tried again
      }
      var run =
          switch (source) {
            case QueueSource queue -> queue(queue, mapping, results);
            case StreamSource stream -> stream(stream, mapping, results);
          };
      run.start();
      running.put(mapping.uuid(), new Running(mapping.revision(), run));
    } catch (ServiceException e) { // it is not registered any more, and may be again
      results.problem(Results.problem(e));
    }
  }

  private QueueRun queue(QueueSource source, Mapping mapping, Results results) {
    var ends = pipes;
    BatchTaker taker;
    if (mapping.pipe() == null) {
      var frame = source.frame(mapping.source(), mapping.settings(), "");
      taker = new FunctionTaker(invoker, mapping, frame, () -> checkRole(source, mapping));
    } else if (ends != null) {
      taker = ends.open(source, mapping);
    } else {
      throw new IllegalStateException("nobody serves pipes");
    }
    var role = new RoleCheck(taker::checkRole, clock);
    var log = new LaneLog(store, deliveries);
    return new QueueRun(source, mapping, taker, role, results, places, log, clock);
  }

  private void checkRole(EventSource source, Mapping mapping) {
    var role = invoker.version(mapping.function()).settings().role();
    sources.checkRole(role, source, mapping.source(), mapping.settings());
  }

  private StreamRun stream(StreamSource source, Mapping mapping, Results results) {
    var role = new RoleCheck(() -> checkRole(source, mapping), clock);
    var log = new LaneLog(store, deliveries);
    return new StreamRun(source, mapping, invoker, role, results, new Shards(store), log, clock);
  }
}
