package dev.hearth.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/// Counts the runs of one version from now on, and how many of them failed: every run ends with a
/// report in the function's log, in text or in JSON, and the name of the stream tells the version.
final class RunCount {
  private static final String REPORTS = "?\"REPORT RequestId\" ?\"platform.report\"";
  // Lines become readable in batches, so that a later one may be stored before an earlier one.
  private static final Duration LATE = Duration.ofSeconds(5);

  private final CloudWatchLogsClient logs;
  private final String group;
  private final String stream;
  private final InstantSource clock;
  private final Instant began;
  private final Map<String, Long> recent = new HashMap<>();
  private long runs;
  private long failures;

  /// @param group the function's log group
  RunCount(CloudWatchLogsClient logs, String group, String version, InstantSource clock) {
    this.logs = logs;
    this.group = group;
    this.stream = "[" + version + "]";
    this.clock = clock;
    this.began = clock.instant();
  }

  long runs() {
    return runs;
  }

  long failures() {
    return failures;
  }

  /// Counts what has been reported since.
  void update() {
    var window = clock.instant().minus(LATE);
    long from = (window.isAfter(began) ? window : began).toEpochMilli();
    try {
      var pages =
          logs.filterLogEventsPaginator(
              r -> r.logGroupName(group).startTime(from).filterPattern(REPORTS));
      pages.events().forEach(this::count);
    } catch (ResourceNotFoundException _) {
      return; // the group appears with the first line
    }
    recent.values().removeIf(time -> time < from);
  }

  private void count(FilteredLogEvent event) {
    if (!event.logStreamName().contains(stream)
        || recent.put(event.eventId(), event.timestamp()) != null) {
      return;
    }
    var message = event.message();
    if (message.startsWith("REPORT ")) {
      runs++;
      failures += message.contains("\tStatus: ") ? 1 : 0;
    } else if (message.startsWith("{")) {
      var report = Json.parse(message);
      if (report.path("type").asText().equals("platform.report")) {
        runs++;
        failures += report.path("record").path("status").asText().equals("success") ? 0 : 1;
      }
    }
  }
}
