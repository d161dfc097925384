package dev.hearth.messaging.mappings.engine;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.mappings.QueueReader;
import dev.hearth.messaging.mappings.QueueReader.Message;
import dev.hearth.messaging.mappings.QueueSource;
import dev.hearth.messaging.mappings.store.Mapping;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;

/// One batch of a queue: gathers it, hands it over, deletes what is done with.
///
/// What is not deleted comes back when its visibility timeout is over, as on AWS: after an error
/// nothing else is done with it, unless its queue waits to be told. Throttled batches are tried
/// again until then. Where a source gives nothing up by itself, [HeldBatches] does. Source: AWS
/// Lambda Developer Guide, "Handling errors for an SQS event source in Lambda".
final class QueueTurn {
  private final QueueReader reader;
  private final Mapping mapping;
  private final RecordFilter filter;
  private final BatchTaker taker;
  private final Results results;
  private final Stop stop;
  private final Consumer<Duration> pause;
  private final InstantSource clock;
  private final int size;
  private final Duration window;
  private final boolean partial;
  private final @Nullable HeldBatches held;

  // In a row.
  private final AtomicInteger failures = new AtomicInteger();

  /// @param pause waits, or less where it is to stop
  /// @param log where it is stored what was given up
  QueueTurn(
      QueueSource source,
      QueueReader reader,
      Mapping mapping,
      BatchTaker taker,
      Results results,
      Stop stop,
      Consumer<Duration> pause,
      LaneLog log,
      InstantSource clock) {
    this.reader = reader;
    this.mapping = mapping;
    this.taker = taker;
    this.results = results;
    this.stop = stop;
    this.pause = pause;
    this.clock = clock;
    filter = new RecordFilter(source, mapping);
    size = mapping.settings().batchSize();
    window = Duration.ofSeconds(mapping.settings().maximumBatchingWindowInSeconds());
    partial =
        mapping
            .settings()
            .functionResponseTypes()
            .contains(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES);
    var givingUp = source.givingUp(mapping.settings());
    held =
        givingUp == null
            ? null
            : new HeldBatches(reader, mapping, taker, results, stop, log, givingUp, clock);
  }

  /// How a batch went, for those who decide how many may run at once.
  enum Result {
    DONE,
    /// It failed, and it is better to slow down.
    FAILED,
    THROTTLED
  }

  /// Takes what there is, at most what one call takes; when there is nothing, waits.
  List<Message> receive(Duration patience) {
    return reader.receive(queue(), Math.min(size, reader.mostAtOnce()), patience);
  }

  /// Does what is to be done with messages that were just received.
  Result work(List<Message> first) {
    var taken = clock.instant();
    var batch = wanted(first);
    gather(batch, taken);
    if (stop.requested() && !batch.isEmpty()) {
      reader.release(queue(), batch);
      return Result.DONE;
    }
    var result = Result.DONE;
    for (var part : parts(batch)) {
      if (held != null) {
        held.work(part);
        continue;
      }
      var one = handOver(part, taken.plus(reader.visibility(queue())));
      result = one == Result.DONE ? result : one;
    }
    return result;
  }

  private Arn queue() {
    return mapping.source();
  }

  /// Adds to a batch until it is full or its window is over.
  private void gather(List<Message> batch, Instant taken) {
    var end = taken.plus(window);
    while (batch.size() < size && bytes(batch) < BatchEvent.room(0) && !stop.requested()) {
      var left = Duration.between(clock.instant(), end);
      if (!left.isPositive()) {
        return;
      }
      int most = Math.min(size - batch.size(), reader.mostAtOnce());
      batch.addAll(wanted(stop.during(() -> reader.receive(queue(), most, left))));
    }
  }

  private static long bytes(List<Message> batch) {
    return batch.stream().mapToLong(message -> message.record().size() + 1L).sum();
  }

  /// Puts aside what is not to be delivered: messages that the filters leave out are done with, and
  /// those of a loop are dead letters.
  private List<Message> wanted(List<Message> messages) {
    var wanted = new ArrayList<Message>(messages.size());
    var unwanted = new ArrayList<Message>();
    var looping = new ArrayList<Message>();
    for (var message : messages) {
      if (!filter.matches(message.record())) {
        unwanted.add(message);
      } else if (taker.isLoop(message.traceId())) {
        looping.add(message);
      } else {
        wanted.add(message);
      }
    }
    if (!unwanted.isEmpty()) {
      reader.delete(queue(), unwanted);
    }
    if (!looping.isEmpty()) {
      results.tell("PROBLEM: A recursive loop was detected and stopped");
      reader.reject(queue(), looping);
    }
    return wanted;
  }

  /// As many invocations as the largest event asks for.
  private static List<List<Message>> parts(List<Message> batch) {
    var parts = new ArrayList<List<Message>>();
    var part = new ArrayList<Message>();
    long bytes = 0;
    for (var message : batch) {
      if (!part.isEmpty() && bytes + message.record().size() + 1 > BatchEvent.room(0)) {
        parts.add(part);
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(message);
      bytes += message.record().size() + 1L;
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return parts;
  }

  private Result handOver(List<Message> batch, Instant visible) {
    for (int refusals = 0; ; refusals++) {
      switch (taker.take(batch)) {
        case BatchOutcome.Succeeded(var answer, _) -> {
          return settle(
              batch,
              partial ? BatchAnswer.failures(answer.payload(), ids(batch)) : Set.<String>of());
        }
        case BatchOutcome.Settled(var failed) -> {
          return settle(batch, failed);
        }
        case BatchOutcome.Failed _ -> {
          results.tell(Results.FAILED);
          if (reader.holds()) {
            pause.accept(Backoff.after(failures.getAndIncrement()));
            reader.release(queue(), batch);
          }
          return partial ? Result.DONE : Result.FAILED;
        }
        case BatchOutcome.Refused(var why) -> {
          results.tell(why);
          var wait = Backoff.after(refusals);
          if (!clock.instant().plus(wait).isBefore(visible)) {
            if (reader.holds()) {
              reader.release(queue(), batch);
            }
            return Result.THROTTLED; // they come back, or are back already
          }
          pause.accept(wait);
          if (stop.requested()) {
            reader.release(queue(), batch);
            return Result.THROTTLED;
          }
        }
      }
    }
  }

  private static Set<String> ids(List<Message> batch) {
    return batch.stream().map(Message::id).collect(Collectors.toSet());
  }

  private Result settle(List<Message> batch, Set<String> failed) {
    var done = batch.stream().filter(message -> !failed.contains(message.id())).toList();
    if (!done.isEmpty()) {
      reader.delete(queue(), done);
    }
    failures.set(0);
    results.tell(failed.isEmpty() ? Results.OK : Results.FAILED);
    return Result.DONE;
  }
}
