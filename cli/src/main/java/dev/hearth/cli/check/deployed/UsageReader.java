package dev.hearth.cli.check.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.Failure;
import dev.hearth.cli.Json;
import dev.hearth.cli.check.Usage;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/// Reads from a function's log what its runs took.
final class UsageReader {
  private static final Duration BACK = Duration.ofDays(14);
  private static final int MOST_LINES = 10_000;

  private final CloudWatchLogsClient logs;
  private final InstantSource clock;

  UsageReader(CloudWatchLogsClient logs, InstantSource clock) {
    this.logs = logs;
    this.clock = clock;
  }

  /// @param memory what the function has, in MiB; runs with another size do not count
  Usage read(String group, int memory) {
    try {
      var messages =
          logs
              .filterLogEventsPaginator(
                  r ->
                      r.logGroupName(group)
                          .filterPattern("?REPORT ?\"platform.report\"")
                          .startTime(clock.instant().minus(BACK).toEpochMilli()))
              .events()
              .stream()
              .limit(MOST_LINES)
              .map(event -> event.message())
              .toList();
      return usage(messages, memory);
    } catch (AwsServiceException _) {
      return Usage.NONE; // it has not run, or its log may not be read
    }
  }

  /// One run's report.
  private record Run(double millis, int memory, int used) {}

  static Usage usage(Iterable<String> messages, int memory) {
    int runs = 0;
    double longest = 0;
    int most = 0;
    for (var message : messages) {
      var run = message.startsWith("{") ? ofJson(message) : ofText(message);
      if (run != null && run.memory == memory) {
        runs++;
        longest = Math.max(longest, run.millis);
        most = Math.max(most, run.used);
      }
    }
    return new Usage(runs, Duration.ofMillis((long) Math.ceil(longest)), most);
  }

  private static @Nullable Run ofText(String message) {
    if (!message.startsWith("REPORT RequestId:")) {
      return null;
    }
    double millis = -1;
    double memory = -1;
    double used = -1;
    for (var part : message.split("\t", -1)) {
      if (part.startsWith("Duration: ")) {
        millis = number(part);
      } else if (part.startsWith("Memory Size: ")) {
        memory = number(part);
      } else if (part.startsWith("Max Memory Used: ")) {
        used = number(part);
      }
    }
    return millis < 0 || memory < 0 || used < 0 ? null : new Run(millis, (int) memory, (int) used);
  }

  /// `12.34` of `Duration: 12.34 ms`.
  private static double number(String part) {
    var words = part.split(" ", -1);
    try {
      return words.length < 2 ? -1 : Double.parseDouble(words[words.length - 2]);
    } catch (NumberFormatException _) {
      return -1; // a function may write such a line itself
    }
  }

  private static @Nullable Run ofJson(String message) {
    JsonNode json;
    try {
      json = Json.parse(message);
    } catch (Failure _) {
      return null;
    }
    var metrics = json.path("record").path("metrics");
    return json.path("type").asText().equals("platform.report") && metrics.has("durationMs")
        ? new Run(
            metrics.path("durationMs").asDouble(),
            metrics.path("memorySizeMB").asInt(),
            metrics.path("maxMemoryUsedMB").asInt())
        : null;
  }
}
