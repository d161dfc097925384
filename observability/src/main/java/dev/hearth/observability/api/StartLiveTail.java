package dev.hearth.observability.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.observability.store.LogEvent;
import dev.hearth.observability.store.LogEvents;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.EventStreamOperation;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailResponseStream;

/// Sends the events of up to ten groups as they are ingested, once a second, for up to three hours.
///
/// It reads the database, not a queue: a client that reads slowly costs no memory.
final class StartLiveTail
    implements EventStreamOperation<
        StartLiveTailRequest, StartLiveTailResponse, StartLiveTailResponseStream> {
  private static final Duration LONGEST = Duration.ofHours(3);

  private final Database database;
  private final Duration period;

  /// @param period between two updates
  StartLiveTail(Database database, Duration period) {
    this.database = database;
    this.period = period;
  }

  @Override
  public Access access(StartLiveTailRequest input, Call call) {
    var access = Access.NONE;
    for (var identifier : input.logGroupIdentifiers()) {
      var group = LogResources.group(call, LogResources.groupName(identifier, call));
      access = access.and("logs:StartLiveTail", group + ":log-stream:", Map.of());
    }
    return access;
  }

  @Override
  public EventStream<StartLiveTailResponse, StartLiveTailResponseStream> run(
      StartLiveTailRequest input, Call call) {
    if (input.hasLogStreamNames() && input.hasLogStreamNamePrefixes()) {
      throw LogResources.invalid(
          "Specify either logStreamNames or logStreamNamePrefixes, but not both.");
    }
    if (input.logGroupIdentifiers().size() > 1
        && (input.hasLogStreamNames() || input.hasLogStreamNamePrefixes())) {
      throw LogResources.invalid("Log streams can be chosen only when there is one log group.");
    }
    var wanted = wanted(input);
    var tail =
        database.read(
            sql ->
                new LiveTail(
                    input.logGroupIdentifiers().stream()
                        .map(id -> LogResources.group(sql, call, LogResources.groupName(id, call)))
                        .toList(),
                    wanted,
                    new LogEvents(sql).newest()));
    return new EventStream<>(
        StartLiveTailResponse.builder().build(),
        client -> {
          client.send(start(input, call, tail));
          send(tail, client);
        });
  }

  private static Predicate<LogEvent> wanted(StartLiveTailRequest input) {
    var names = Set.copyOf(input.logStreamNames());
    var prefixes = input.logStreamNamePrefixes();
    var pattern = FilterLogEvents.pattern(input.logEventFilterPattern());
    return event ->
        (names.isEmpty() || names.contains(event.stream()))
            && (prefixes.isEmpty() || prefixes.stream().anyMatch(event.stream()::startsWith))
            && pattern.matches(event.message());
  }

  private static StartLiveTailResponseStream start(
      StartLiveTailRequest input, Call call, LiveTail tail) {
    var start =
        StartLiveTailResponseStream.sessionStartBuilder()
            .requestId(call.requestId())
            .sessionId(call.requestId())
            .logGroupIdentifiers(tail.groups().stream().map(g -> g.arn().toString()).toList())
            .logEventFilterPattern(input.logEventFilterPattern());
    if (input.hasLogStreamNames()) {
      start.logStreamNames(input.logStreamNames());
    }
    if (input.hasLogStreamNamePrefixes()) {
      start.logStreamNamePrefixes(input.logStreamNamePrefixes());
    }
    return start.build();
  }

  private void send(LiveTail tail, Client<StartLiveTailResponseStream> client) throws IOException {
    var end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(period.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        return; // the server stops
      }
      client.send(database.read(tail::update));
    }
    throw new ServiceException("SessionTimeoutException", 400, "The session timed out.");
  }
}
