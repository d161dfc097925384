package dev.hearth.observability.api;

import dev.hearth.observability.store.LogGroup;
import dev.hearth.observability.store.LogStream;
import dev.hearth.observability.store.LogStreams;
import dev.hearth.observability.store.LogStreams.Place;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;

/// Lists a group's streams by name or by the time of their last events.
final class DescribeLogStreams
    implements Operation<DescribeLogStreamsRequest, DescribeLogStreamsResponse> {
  private static final int MOST = 50;

  private final Database database;

  DescribeLogStreams(Database database) {
    this.database = database;
  }

  @Override
  public Access access(DescribeLogStreamsRequest input, Call call) {
    return LogResources.accessToGroup(call, groupName(input, call));
  }

  private static String groupName(DescribeLogStreamsRequest input, Call call) {
    return LogResources.groupName(input.logGroupName(), input.logGroupIdentifier(), call);
  }

  @Override
  public DescribeLogStreamsResponse run(DescribeLogStreamsRequest input, Call call) {
    var byTime = input.orderBy() == OrderBy.LAST_EVENT_TIME;
    if (byTime && input.logStreamNamePrefix() != null) {
      throw LogResources.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    int most = Objects.requireNonNullElse(input.limit(), MOST);
    return database.read(
        sql -> {
          var group = LogResources.group(sql, call, groupName(input, call));
          var streams =
              byTime ? byTime(sql, group, input, most + 1) : byName(sql, group, input, most + 1);
          var page = streams.stream().limit(most).toList();
          return DescribeLogStreamsResponse.builder()
              .logStreams(page.stream().map(stream -> describe(group, stream)).toList())
              .nextToken(streams.size() > most ? token(page.getLast(), byTime) : null)
              .build();
        });
  }

  private static List<LogStream> byName(
      Handle sql, LogGroup group, DescribeLogStreamsRequest input, int most) {
    var after = input.nextToken() == null ? "" : PageToken.read(input.nextToken());
    var prefix = Objects.requireNonNullElse(input.logStreamNamePrefix(), "");
    return new LogStreams(sql)
        .listByName(group, prefix, after, Boolean.TRUE.equals(input.descending()), most);
  }

  private static List<LogStream> byTime(
      Handle sql, LogGroup group, DescribeLogStreamsRequest input, int most) {
    var after = input.nextToken() == null ? null : place(PageToken.read(input.nextToken()));
    return new LogStreams(sql)
        .listByLastEvent(group, after, Boolean.TRUE.equals(input.descending()), most);
  }

  private static String token(LogStream last, boolean byTime) {
    var place = Place.of(last);
    return PageToken.of(byTime ? place.lastEvent() + ":" + place.name() : place.name());
  }

  private static Place place(String token) {
    var parts = token.split(":", 2);
    if (parts.length != 2 || !parts[0].matches("[0-9]{1,18}")) {
      throw PageToken.invalid();
    }
    return new Place(Long.parseLong(parts[0]), parts[1]);
  }

  @SuppressWarnings(
      "deprecation") // AWS still reports the deprecated size, as 0, and clients read it
  private static software.amazon.awssdk.services.cloudwatchlogs.model.LogStream describe(
      LogGroup group, LogStream stream) {
    return software.amazon.awssdk.services.cloudwatchlogs.model.LogStream.builder()
        .logStreamName(stream.name())
        .creationTime(stream.created().toEpochMilli())
        .firstEventTimestamp(millis(stream.firstEvent()))
        .lastEventTimestamp(millis(stream.lastEvent()))
        .lastIngestionTime(millis(stream.lastIngestion()))
        .uploadSequenceToken(PutLogEvents.SEQUENCE_TOKEN)
        .arn(group.arn() + ":log-stream:" + stream.name())
        .storedBytes(0L)
        .build();
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }
}
