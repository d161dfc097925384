package dev.hearth.messaging.mappings.engine;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.StreamReader;
import dev.hearth.messaging.mappings.StreamSource;
import dev.hearth.messaging.mappings.store.Lane;
import dev.hearth.messaging.mappings.store.Mapping;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The lanes of one stream, each on a virtual thread of its own, and one that looks for new shards.
final class StreamRun implements MappingRun {
  private static final System.Logger LOG = System.getLogger(StreamRun.class.getName());

  /// How long a lane waits for records at a time.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// How often new shards are looked for.
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final StreamSource source;
  private final StreamReader reader;
  private final Mapping mapping;
  private final BatchInvoker invoker;
  private final RoleCheck role;
  private final Results results;
  private final Shards shards;
  private final LaneLog log;
  private final InstantSource clock;
  private final RecordFilter filter;
  private final Stop stop = new Stop();
  private final Threads threads;
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  StreamRun(
      StreamSource source,
      Mapping mapping,
      BatchInvoker invoker,
      RoleCheck role,
      Results results,
      Shards shards,
      LaneLog log,
      InstantSource clock) {
    this.source = source;
    reader =
        source.open(
            mapping.uuid(),
            mapping.source(),
            mapping.settings(),
            () -> invoker.version(mapping.function()).settings().role());
    threads = new Threads("stream-lane", reader::close);
    this.mapping = mapping;
    this.invoker = invoker;
    this.role = role;
    this.results = results;
    this.shards = shards;
    this.log = log;
    this.clock = clock;
    filter = new RecordFilter(source, mapping);
  }

  /// One lane, to be run turn by turn.
  LaneTurn turn(Lane lane) {
    return new LaneTurn(source, reader, mapping, filter, lane, invoker, results, log, clock);
  }

  @Override
  public void start() {
    try {
      if (role.denied() == null) {
        shards.ready(mapping, reader); // so that it is known where reading begins
      }
    } catch (RuntimeException e) {
      report(e); // it is known when the source answers
    }
    threads.start(this::look);
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
    return false; // two would not keep the order
  }

  private void look() {
    int failures = 0;
    while (!stop.requested()) {
      try {
        var denied = role.denied();
        if (denied == null) {
          shards.ready(mapping, reader).forEach(this::begin);
        } else {
          results.tell("PROBLEM: " + denied);
        }
        if (failures > 0) {
          results.recovered();
        }
        failures = 0;
        stop.pause(LOOK);
      } catch (RuntimeException e) {
        report(e);
        stop.pause(Backoff.after(failures++));
      }
    }
  }

  private void begin(Lane lane) {
    var name = lane.shard() + "/" + lane.number();
    if (running.add(name)) {
      threads.start(() -> run(turn(lane), name));
    }
  }

  private void run(LaneTurn turn, String name) {
    int failures = 0;
    while (!stop.requested()) {
      try {
        var denied = role.denied();
        if (denied != null) {
          results.tell("PROBLEM: " + denied);
          stop.pause(RoleCheck.AGAIN);
          continue;
        }
        switch (turn.run(PATIENCE, stop)) {
          case LaneTurn.Next.Again() -> {}
          case LaneTurn.Next.Wait(var pause) -> stop.pause(pause);
          case LaneTurn.Next.Ended() -> {
            shards.ready(mapping, reader).forEach(this::begin); // its children wait for this
            return;
          }
          case LaneTurn.Next.Lost() -> {
            return;
          }
        }
        failures = 0;
      } catch (RuntimeException e) {
        report(e);
        stop.pause(Backoff.after(failures++));
      }
    }
    running.remove(name);
  }

  private void report(RuntimeException e) {
    if (e instanceof ServiceException refusal && refusal.status() < 500) {
      results.problem(Results.problem(refusal));
    } else {
      LOG.log(Level.ERROR, "The stream " + mapping.source() + " could not be read", e);
    }
  }
}
