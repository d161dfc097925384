package dev.hearth.messaging.mappings.engine;

import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.EventSource.Frame;
import dev.hearth.messaging.mappings.StreamReader;
import dev.hearth.messaging.mappings.StreamSource;
import dev.hearth.messaging.mappings.store.Lane;
import dev.hearth.messaging.mappings.store.Lane.Retry;
import dev.hearth.messaging.mappings.store.Mapping;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What happens to a lane, one batch at a time: reads it, invokes the function, and stores how far
/// the lane is done, in this order. A crash in between repeats the batch.
final class LaneTurn {
  private final StreamSource source;
  private final StreamReader stream;
  private final Frame frame;
  private final Mapping mapping;
  private final BatchInvoker invoker;
  private final Results results;
  private final LaneLog log;
  private final LaneReader reader;
  private final RetryPlan plan;
  private final Windows windows;
  private final InstantSource clock;
  private final Duration window;
  private Lane lane;
  private @Nullable Instant gathering;
  private int refusals;

  LaneTurn(
      StreamSource source,
      StreamReader stream,
      Mapping mapping,
      RecordFilter filter,
      Lane lane,
      BatchInvoker invoker,
      Results results,
      LaneLog log,
      InstantSource clock) {
    this.source = source;
    this.stream = stream;
    frame = source.frame(mapping.source(), mapping.settings(), lane.shard());
    this.mapping = mapping;
    this.lane = lane;
    this.invoker = invoker;
    this.results = results;
    this.log = log;
    this.clock = clock;
    reader = new LaneReader(stream, mapping, filter, lane.shard(), lane.number());
    plan = new RetryPlan(source, stream, mapping.settings());
    windows = new Windows(mapping);
    window = Duration.ofSeconds(mapping.settings().maximumBatchingWindowInSeconds());
  }

  /// What is to be done after a turn.
  sealed interface Next {
    /// There may be more at once.
    record Again() implements Next {}

    /// Nothing before `pause` is over.
    record Wait(Duration pause) implements Next {}

    /// The shard is read to its end.
    record Ended() implements Next {}

    /// Another node has the mapping.
    record Lost() implements Next {}
  }

  private static final Next AGAIN = new Next.Again();
  private static final Next ENDED = new Next.Ended();
  private static final Next LOST = new Next.Lost();

  Lane lane() {
    return lane;
  }

  /// @param patience how long to wait for records
  /// @param stop ends that wait
  Next run(Duration patience, Stop stop) {
    if (lane.ended()) {
      return ENDED;
    }
    var retry = lane.retries().isEmpty() ? null : lane.retries().getFirst();
    var wait = gathering == null ? patience : least(patience, gatheringLeft());
    var batch =
        stop.during(
            () ->
                reader.next(
                    lane.position(),
                    retry == null ? null : retry.end(),
                    BatchEvent.room(windows.stateSize(lane)),
                    windows::together,
                    wait,
                    gathering != null));
    if (stop.requested()) {
      return AGAIN; // nothing is taken from a stream by reading it
    }
    boolean nothing = batch.items().isEmpty();
    if (nothing && !batch.through().equals(lane.position())) {
      return save(plan.moved(lane, batch.through())) ? AGAIN : LOST;
    }
    if (windows.isOver(lane, batch, clock.instant())) {
      return close();
    }
    if (nothing) {
      return batch.ended() ? end() : AGAIN;
    }
    int expired = plan.expired(batch, clock.instant());
    if (expired > 0) {
      return expire(batch, expired);
    }
    if (retry == null && !batch.complete() && stillGathering()) {
      return AGAIN;
    }
    gathering = null;
    return invoke(batch, retry, stop);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Duration gatheringLeft() {
    var begun = gathering == null ? clock.instant() : gathering;
    var left = Duration.between(clock.instant(), begun.plus(window));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private boolean stillGathering() {
    if (gathering == null) {
      gathering = clock.instant();
    }
    return gatheringLeft().isPositive();
  }

  private Next end() {
    return save(lane.atItsEnd()) ? ENDED : LOST;
  }

  private Next expire(LaneBatch batch, int expired) {
    var old = new LaneBatch(batch.items().subList(0, expired), "", true, false);
    var to = expired == batch.items().size() ? batch.through() : old.items().getLast().position();
    int failures = lane.retries().isEmpty() ? 0 : lane.retries().getFirst().failures();
    var record = new FailureRecord("", FailureRecord.TOO_OLD, failures, null);
    return save(plan.moved(lane, to), told(record, old)) ? AGAIN : LOST;
  }

  private Next invoke(LaneBatch batch, @Nullable Retry retry, Stop stop) {
    var open = windows.open(lane, batch);
    var event =
        open == null
            ? BatchEvent.of(frame, batch.records())
            : BatchEvent.of(batch.records(), mapping, lane.shard(), open, windows.size(), false);
    return switch (invoker.invoke(mapping.function(), event, null)) {
      case BatchOutcome.Refused(var why) -> refused(why);
      case BatchOutcome.Failed failed ->
          // It may be us who cut it off: that was no attempt.
          stop.requested() ? AGAIN : failed(batch, 0, retry, lane, failed);
      case BatchOutcome.Succeeded(var answer, var requestId) -> {
        refusals = 0;
        var failed = new BatchOutcome.Failed(answer, requestId);
        var after = open == null ? lane : windows.after(lane, open, answer.payload());
        if (after == null) {
          yield failed(batch, 0, retry, lane, failed); // it answered no state
        }
        int good = plan.succeeded(batch, answer.payload());
        if (good < batch.items().size()) {
          yield failed(batch, good, retry, good == 0 ? lane : after, failed);
        }
        results.tell(Results.OK);
        yield save(plan.moved(after, batch.through())) ? AGAIN : LOST;
      }
    };
  }

  private Next refused(String why) {
    results.tell(why);
    return new Next.Wait(Backoff.after(refusals++));
  }

  /// @param good how many of the first records were done with all the same
  /// @param from the lane with the window's state that holds now
  private Next failed(
      LaneBatch batch, int good, @Nullable Retry retry, Lane from, BatchOutcome.Failed failed) {
    refusals = 0;
    results.tell(Results.FAILED);
    var decided = plan.failed(from, batch, good, retry);
    if (decided.given() == null) {
      return save(decided.lane()) ? new Next.Wait(decided.pause()) : LOST;
    }
    var record =
        new FailureRecord(
            failed.requestId(), FailureRecord.EXHAUSTED, decided.invocations(), failed.answer());
    return save(decided.lane(), told(record, decided.given())) ? AGAIN : LOST;
  }

  /// Ends the open window.
  private Next close() {
    var open = Objects.requireNonNull(lane.window(), "it is over");
    var event =
        BatchEvent.of(List.<Payload>of(), mapping, lane.shard(), open, windows.size(), !open.cut());
    return switch (invoker.invoke(mapping.function(), event, null)) {
      case BatchOutcome.Refused(var why) -> refused(why);
      case BatchOutcome.Failed _ -> refused(Results.FAILED); // until it succeeds, nothing else
      case BatchOutcome.Succeeded _ -> {
        refusals = 0;
        results.tell(Results.OK);
        yield save(lane.with(windows.afterClosing(open))) ? AGAIN : LOST;
      }
    };
  }

  private boolean save(Lane next) {
    return save(next, null);
  }

  private LaneLog.GivenUp told(FailureRecord record, LaneBatch batch) {
    var range = source.range(mapping.source(), mapping.settings(), lane.shard(), batch.items());
    return new LaneLog.GivenUp(
        record.requestId(),
        record.write(mapping, source.batchInfo(), range, null, clock.instant()));
  }

  private boolean save(Lane next, LaneLog.@Nullable GivenUp given) {
    if (!log.save(mapping, next, given)) {
      return false;
    }
    if (!next.position().equals(lane.position())) {
      stream.done(mapping.source(), lane.shard(), next.position());
    }
    reader.advance(next.position());
    if (!next.retries().equals(lane.retries())) {
      reader.forget(); // what is read next has another end
    }
    lane = next;
    return true;
  }
}
