package dev.hearth.observability.api;

import dev.hearth.observability.pattern.FilterPattern;
import dev.hearth.observability.pattern.InvalidPatternException;
import dev.hearth.observability.store.LogEvent;
import dev.hearth.observability.store.LogEvents;
import dev.hearth.observability.store.LogGroup;
import dev.hearth.observability.store.Position;
import dev.hearth.observability.store.TimeRange;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/// Searches a group's streams, interleaved in the order of time, as AWS does since 2019 whatever
/// the request says.
///
/// A page ends when it is full, or when much was read and little was found: then it may be empty
/// and still have a token to go on with.
final class FilterLogEvents implements Operation<FilterLogEventsRequest, FilterLogEventsResponse> {
  /// Most events that are read for one page, so that a rare match in a long log does not keep the
  /// caller and the database busy for minutes.
  private static final int MOST_READ = 100_000;

  private final Database database;

  FilterLogEvents(Database database) {
    this.database = database;
  }

  @Override
  public Access access(FilterLogEventsRequest input, Call call) {
    return LogResources.accessToGroup(call, groupName(input, call));
  }

  private static String groupName(FilterLogEventsRequest input, Call call) {
    return LogResources.groupName(input.logGroupName(), input.logGroupIdentifier(), call);
  }

  @Override
  public FilterLogEventsResponse run(FilterLogEventsRequest input, Call call) {
    if (input.hasLogStreamNames() && input.logStreamNamePrefix() != null) {
      throw LogResources.invalid(
          "Specify either logStreamNames or logStreamNamePrefix, but not both.");
    }
    var scan = new Scan(wanted(input), Objects.requireNonNullElse(input.limit(), EventPage.MOST));
    var from =
        input.nextToken() == null
            ? Position.START
            : Position.parse(input.nextToken()).orElseThrow(PageToken::invalid);
    database.read(
        sql -> {
          var group = LogResources.group(sql, call, groupName(input, call));
          search(sql, group, input, from, scan);
          return group;
        });
    return FilterLogEventsResponse.builder()
        .events(scan.page.events().stream().map(FilterLogEvents::describe).toList())
        .searchedLogStreams(List.of()) // as AWS answers since 2020
        .nextToken(scan.stopped == null ? null : scan.stopped.toString())
        .build();
  }

  private static void search(
      Handle sql, LogGroup group, FilterLogEventsRequest input, Position from, Scan scan) {
    // The end is included here, unlike in GetLogEvents.
    var last = Objects.requireNonNullElse(input.endTime(), Long.MAX_VALUE);
    var end = last == Long.MAX_VALUE ? last : last + 1;
    var range = new TimeRange(Objects.requireNonNullElse(input.startTime(), 0L), end);
    var streams =
        input.logStreamNames().stream().map(name -> LogResources.stream(sql, group, name)).toList();
    if (streams.size() == 1) {
      new LogEvents(sql).forward(streams.getFirst(), from, range, scan);
    } else {
      new LogEvents(sql).search(group, from, range, scan);
    }
  }

  private static Predicate<LogEvent> wanted(FilterLogEventsRequest input) {
    var names = Set.copyOf(input.logStreamNames());
    var prefix = Objects.requireNonNullElse(input.logStreamNamePrefix(), "");
    var pattern = pattern(input.filterPattern());
    return event ->
        (names.isEmpty() || names.contains(event.stream()))
            && event.stream().startsWith(prefix)
            && pattern.matches(event.message());
  }

  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterException` for what is none
  static FilterPattern pattern(@Nullable String text) {
    try {
      return text == null ? FilterPattern.ALL : FilterPattern.parse(text);
    } catch (InvalidPatternException e) {
      throw LogResources.invalid("Invalid filter pattern: " + e.getMessage());
    }
  }

  private static FilteredLogEvent describe(LogEvent event) {
    return FilteredLogEvent.builder()
        .logStreamName(event.stream())
        .timestamp(event.time().toEpochMilli())
        .message(event.message())
        .ingestionTime(event.ingested().toEpochMilli())
        .eventId(event.position().toString())
        .build();
  }

  /// One page's way through the events.
  private static final class Scan implements Predicate<LogEvent> {
    private final Predicate<LogEvent> wanted;
    private final EventPage page;
    private int read;
    private Position last = Position.START;

    /// The last event that was dealt with, when there are more; null at the end.
    private @Nullable Position stopped;

    Scan(Predicate<LogEvent> wanted, int most) {
      this.wanted = wanted;
      this.page = new EventPage(most);
    }

    @Override
    public boolean test(LogEvent event) {
      if (read++ == MOST_READ || (wanted.test(event) && !page.add(event))) {
        stopped = last;
        return false;
      }
      last = event.position();
      return true;
    }
  }
}
