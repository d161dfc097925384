package dev.hearth.observability.api;

import dev.hearth.observability.store.LogEvent;
import dev.hearth.observability.store.LogEvents;
import dev.hearth.observability.store.LogGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailResponseStream;

/// What one client of [StartLiveTail] follows, and how far it has come.
final class LiveTail {
  /// Of more events in one update AWS sends a sample of this size; here it is the first ones.
  private static final int MOST = 500;

  /// Most that are read of one group for one update.
  private static final int MOST_READ = 50_000;

  private final List<LogGroup> groups;
  private final Predicate<LogEvent> wanted;
  private long seen;

  /// @param seen the number of the last event that is too old to be sent
  LiveTail(List<LogGroup> groups, Predicate<LogEvent> wanted, long seen) {
    this.groups = groups;
    this.wanted = wanted;
    this.seen = seen;
  }

  List<LogGroup> groups() {
    return groups;
  }

  /// What was ingested since the last update.
  StartLiveTailResponseStream update(Handle sql) {
    var events = new LogEvents(sql);
    var newest = events.newest();
    List<LiveTailSessionLogEvent> results = new ArrayList<>();
    for (var group : groups) {
      var budget = new Budget();
      events.tail(
          group,
          seen,
          event -> {
            if (wanted.test(event)) {
              results.add(describe(group, event));
            }
            return budget.spend() && results.size() <= MOST;
          });
    }
    seen = newest;
    return StartLiveTailResponseStream.sessionUpdateBuilder()
        .sessionMetadata(metadata -> metadata.sampled(results.size() > MOST))
        .sessionResults(results.stream().limit(MOST).toList())
        .build();
  }

  /// How much may still be read.
  private static final class Budget {
    private int left = MOST_READ;

    boolean spend() {
      return --left > 0;
    }
  }

  private static LiveTailSessionLogEvent describe(LogGroup group, LogEvent event) {
    return LiveTailSessionLogEvent.builder()
        .logGroupIdentifier(group.account() + ":" + group.name()) // as AWS writes it here
        .logStreamName(event.stream())
        .timestamp(event.time().toEpochMilli())
        .ingestionTime(event.ingested().toEpochMilli())
        .message(event.message())
        .build();
  }
}
