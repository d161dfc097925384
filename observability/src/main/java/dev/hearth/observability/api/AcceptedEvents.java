package dev.hearth.observability.api;

import dev.hearth.observability.store.LogEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;

/// Which part of a batch in order of time is neither too old nor too new to be stored.
///
/// @param tooOld how many are older than AWS takes of anyone
/// @param from the first that is accepted; between are those past the group's retention
/// @param to the first that is too new
record AcceptedEvents(int tooOld, int from, int to) {
  private static final Duration OLDEST = Duration.ofDays(14);
  private static final Duration NEWEST = Duration.ofHours(2);

  /// @param retentionDays the group's, or null
  static AcceptedEvents of(
      List<LogEvent.New> events, @Nullable Integer retentionDays, Instant now) {
    var tooOld = before(events, now.minus(OLDEST));
    var expired =
        retentionDays == null ? 0 : before(events, now.minus(Duration.ofDays(retentionDays)));
    var to = before(events, now.plus(NEWEST).plusMillis(1));
    return new AcceptedEvents(tooOld, Math.max(tooOld, expired), to);
  }

  private static int before(List<LogEvent.New> events, Instant limit) {
    return (int) events.stream().takeWhile(event -> event.time().isBefore(limit)).count();
  }

  List<LogEvent.New> of(List<LogEvent.New> events) {
    return events.subList(from, to);
  }

  /// What AWS reports of a batch of `size`, or null when all of it is accepted.
  @Nullable RejectedLogEventsInfo rejected(int size) {
    if (from == 0 && to == size) {
      return null;
    }
    return RejectedLogEventsInfo.builder()
        .tooOldLogEventEndIndex(tooOld > 0 ? tooOld : null)
        .expiredLogEventEndIndex(from > tooOld ? from : null)
        .tooNewLogEventStartIndex(to < size ? to : null)
        .build();
  }
}
