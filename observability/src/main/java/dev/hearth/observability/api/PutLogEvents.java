package dev.hearth.observability.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.observability.store.LogEvent;
import dev.hearth.observability.store.LogEvents;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;

/// Stores a batch of events in one stream. Events that are too old or too new are left out and
/// reported; any other fault refuses the whole batch.
final class PutLogEvents implements Operation<PutLogEventsRequest, PutLogEventsResponse> {
  /// Sequence tokens mean nothing any more, but older clients ask for one.
  static final String SEQUENCE_TOKEN = "0".repeat(56);

  private static final int LARGEST_BATCH_BYTES = 1_048_576;
  private static final int MOST_EVENTS = 10_000;
  private static final Duration LONGEST_SPAN = Duration.ofHours(24);

  private final Database database;

  PutLogEvents(Database database) {
    this.database = database;
  }

  @Override
  public Access access(PutLogEventsRequest input, Call call) {
    return LogResources.accessToStream(call, input.logGroupName(), input.logStreamName());
  }

  @Override
  public PutLogEventsResponse run(PutLogEventsRequest input, Call call) {
    var events =
        input.logEvents().stream()
            .map(e -> new LogEvent.New(Instant.ofEpochMilli(e.timestamp()), e.message()))
            .toList();
    checkSize(events);
    checkOrder(events);
    return database.write(
        sql -> {
          var group = LogResources.group(sql, call, input.logGroupName());
          var stream = LogResources.stream(sql, group, input.logStreamName());
          var window = AcceptedEvents.of(events, group.retentionDays(), call.time());
          var accepted = window.of(events);
          checkSpan(accepted);
          if (!accepted.isEmpty()) {
            new LogEvents(sql).append(stream, accepted, call.time());
          }
          return PutLogEventsResponse.builder()
              .nextSequenceToken(SEQUENCE_TOKEN)
              .rejectedLogEventsInfo(window.rejected(events.size()))
              .build();
        });
  }

  private static void checkSize(List<LogEvent.New> events) {
    if (events.isEmpty() || events.size() > MOST_EVENTS) {
      throw LogResources.invalid(
          "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member"
              + " must have length between 1 and 10000");
    }
    var sum = 0L;
    for (var event : events) {
      if (event.message().isEmpty()) {
        throw LogResources.invalid(
            "1 validation error detected: Value at 'logEvents.member.message' failed to satisfy"
                + " constraint: Member must have length greater than or equal to 1");
      }
      if (event.bytes() > LARGEST_BATCH_BYTES) {
        throw tooLarge("Log event", event.bytes());
      }
      sum += event.bytes();
    }
    if (sum > LARGEST_BATCH_BYTES) {
      throw tooLarge("Upload", sum);
    }
  }

  private static ServiceException tooLarge(String what, long bytes) {
    return LogResources.invalid(
        what + " too large: " + bytes + " bytes exceeds limit of " + LARGEST_BATCH_BYTES);
  }

  private static void checkOrder(List<LogEvent.New> events) {
    for (var i = 1; i < events.size(); i++) {
      if (events.get(i).time().isBefore(events.get(i - 1).time())) {
        throw LogResources.invalid(
            "Log events in a single PutLogEvents request must be in chronological order.");
      }
    }
  }

  private static void checkSpan(List<LogEvent.New> events) {
    if (!events.isEmpty()
        && Duration.between(events.getFirst().time(), events.getLast().time())
                .compareTo(LONGEST_SPAN)
            > 0) {
      throw LogResources.invalid(
          "The batch of log events in a single PutLogEvents request cannot span more than 24"
              + " hours.");
    }
  }
}
