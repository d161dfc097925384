package dev.hearth.messaging.mappings.engine;

import dev.hearth.messaging.mappings.QueueReader;
import dev.hearth.messaging.mappings.QueueReader.Message;
import dev.hearth.messaging.mappings.QueueSource.GivingUp;
import dev.hearth.messaging.mappings.store.Mapping;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;

/// Batches of a queue that gives nothing up by itself: each is held until all of it is done with or
/// given up, so that the order stays. What is given up is stored for the on-failure destination
/// before the queue is told that it may forget it.
final class HeldBatches {
  private final QueueReader reader;
  private final Mapping mapping;
  private final BatchTaker taker;
  private final Results results;
  private final Stop stop;
  private final LaneLog log;
  private final GivingUp giving;
  private final InstantSource clock;
  private final boolean partial;

  HeldBatches(
      QueueReader reader,
      Mapping mapping,
      BatchTaker taker,
      Results results,
      Stop stop,
      LaneLog log,
      GivingUp giving,
      InstantSource clock) {
    this.reader = reader;
    this.mapping = mapping;
    this.taker = taker;
    this.results = results;
    this.stop = stop;
    this.log = log;
    this.giving = giving;
    this.clock = clock;
    partial =
        mapping
            .settings()
            .functionResponseTypes()
            .contains(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES);
  }

  /// Returns when the batch is done with, given up, or given back because it is to stop.
  void work(List<Message> batch) {
    var rest = batch;
    int failures = 0;
    int refusals = 0;
    while (!rest.isEmpty()) {
      switch (taker.take(rest)) {
        case BatchOutcome.Succeeded(var answer, var requestId) -> {
          rest =
              settle(rest, partial ? BatchAnswer.failures(answer.payload(), ids(rest)) : Set.of());
          if (!rest.isEmpty()) {
            rest = failed(rest, ++failures, new BatchOutcome.Failed(answer, requestId));
          }
        }
        case BatchOutcome.Failed failed -> rest = failed(rest, ++failures, failed);
        case BatchOutcome.Settled(var failed) -> {
          rest = settle(rest, failed);
          if (!rest.isEmpty()) {
            stop.pause(Backoff.after(refusals++));
          }
        }
        case BatchOutcome.Refused(var why) -> {
          results.tell(why);
          stop.pause(Backoff.after(refusals++));
        }
      }
      if (stop.requested()) {
        reader.release(mapping.source(), rest);
        return;
      }
    }
  }

  private static Set<String> ids(List<Message> batch) {
    return batch.stream().map(Message::id).collect(Collectors.toSet());
  }

  /// @return what is not done with
  private List<Message> settle(List<Message> batch, Set<String> failed) {
    var done = batch.stream().filter(message -> !failed.contains(message.id())).toList();
    if (!done.isEmpty()) {
      reader.delete(mapping.source(), done);
    }
    results.tell(failed.isEmpty() ? Results.OK : Results.FAILED);
    return batch.stream().filter(message -> failed.contains(message.id())).toList();
  }

  /// @param failures this one included
  /// @return what is to be tried again
  private List<Message> failed(List<Message> rest, int failures, BatchOutcome.Failed failed) {
    if (stop.requested()) {
      return rest; // it may be us who cut it off: that was no attempt
    }
    results.tell(Results.FAILED);
    if (giving.retries() < 0 || failures <= giving.retries()) {
      stop.pause(Backoff.after(failures - 1));
      return rest;
    }
    var record =
        new FailureRecord(failed.requestId(), FailureRecord.EXHAUSTED, failures, failed.answer());
    var given =
        rest.stream()
            .map(
                message ->
                    new LaneLog.GivenUp(
                        record.requestId(),
                        record.write(
                            mapping,
                            giving.info(),
                            where(message, rest.size()),
                            message.record(),
                            clock.instant())))
            .toList();
    if (log.giveUp(mapping, given)) {
      reader.delete(mapping.source(), rest);
    } else {
      reader.release(mapping.source(), rest); // another node has the mapping by now
    }
    return List.of();
  }

  private Map<String, Object> where(Message message, int size) {
    var where = new LinkedHashMap<String, Object>();
    where.put("eventSourceArn", mapping.source().toString());
    where.put("queue", mapping.settings().queues().getFirst());
    where.put("messageId", message.id());
    where.put("batchSize", size);
    return where;
  }
}
