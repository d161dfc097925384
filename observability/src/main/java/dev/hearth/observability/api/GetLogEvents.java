package dev.hearth.observability.api;

import dev.hearth.observability.store.LogEvent;
import dev.hearth.observability.store.LogEvents;
import dev.hearth.observability.store.Position;
import dev.hearth.observability.store.TimeRange;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/// Reads one stream, page by page, towards its end or its beginning.
///
/// There are always tokens for both directions; at an end, the token is the one that was given.
final class GetLogEvents implements Operation<GetLogEventsRequest, GetLogEventsResponse> {
  private final Database database;

  GetLogEvents(Database database) {
    this.database = database;
  }

  /// From where to read, and which way.
  private record Start(boolean forward, Position position) {
    static Start of(GetLogEventsRequest input) {
      var token = input.nextToken();
      if (token == null) {
        return Boolean.TRUE.equals(input.startFromHead())
            ? new Start(true, Position.START)
            : new Start(false, Position.END);
      }
      var forward = token.startsWith("f/");
      if (!forward && !token.startsWith("b/")) {
        throw PageToken.invalid();
      }
      var position = Position.parse(token.substring(2)).orElseThrow(PageToken::invalid);
      return new Start(forward, position);
    }
  }

  @Override
  public Access access(GetLogEventsRequest input, Call call) {
    return LogResources.accessToStream(call, groupName(input, call), input.logStreamName());
  }

  private static String groupName(GetLogEventsRequest input, Call call) {
    return LogResources.groupName(input.logGroupName(), input.logGroupIdentifier(), call);
  }

  @Override
  public GetLogEventsResponse run(GetLogEventsRequest input, Call call) {
    var start = Start.of(input);
    var page = new EventPage(Objects.requireNonNullElse(input.limit(), EventPage.MOST));
    var range =
        new TimeRange(
            Objects.requireNonNullElse(input.startTime(), 0L),
            Objects.requireNonNullElse(input.endTime(), Long.MAX_VALUE));
    return database.read(
        sql -> {
          var group = LogResources.group(sql, call, groupName(input, call));
          var stream = LogResources.stream(sql, group, input.logStreamName());
          var events = new LogEvents(sql);
          if (start.forward()) {
            events.forward(stream, start.position(), range, page::add);
          } else {
            events.backward(stream, start.position(), range, page::add);
          }
          return answer(start, start.forward() ? page.events() : page.events().reversed());
        });
  }

  /// @param events in the order of time
  private static GetLogEventsResponse answer(Start start, List<LogEvent> events) {
    return GetLogEventsResponse.builder()
        .events(events.stream().map(GetLogEvents::describe).toList())
        .nextForwardToken("f/" + behind(start, events))
        .nextBackwardToken("b/" + before(start, events))
        .build();
  }

  /// Where the page behind this one begins.
  private static Position behind(Start start, List<LogEvent> events) {
    if (!events.isEmpty()) {
      return events.getLast().position();
    }
    if (start.forward()) {
      return start.position();
    }
    // Nothing at all was found from the end on: whatever comes later is wanted.
    return start.position().equals(Position.END) ? Position.START : start.position().previous();
  }

  /// Where the page before this one ends.
  private static Position before(Start start, List<LogEvent> events) {
    if (!events.isEmpty()) {
      return events.getFirst().position();
    }
    return start.forward() ? start.position().next() : start.position();
  }

  private static OutputLogEvent describe(LogEvent event) {
    return OutputLogEvent.builder()
        .timestamp(event.time().toEpochMilli())
        .message(event.message())
        .ingestionTime(event.ingested().toEpochMilli())
        .build();
  }
}
