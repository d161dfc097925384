package dev.hearth.observability.api;

import dev.hearth.store.Database;
import dev.hearth.wire.Service;
import java.time.Duration;
import java.util.List;

/// CloudWatch Logs on the wire.
public final class LogsService {
  private LogsService() {}

  /// All implemented operations.
  ///
  /// @param database opened with [dev.hearth.observability.BufferedLogs#SCHEMA]
  public static Service over(Database database) {
    return new Service(
        "cloudwatchlogs",
        List.of(
            new CreateLogGroup(database),
            new DeleteLogGroup(database),
            new DescribeLogGroups(database),
            new PutLogGroupDeletionProtection(database),
            new PutRetentionPolicy(database),
            new DeleteRetentionPolicy(database),
            new TagResource(database),
            new UntagResource(database),
            new ListTagsForResource(database),
            new TagLogGroup(database),
            new UntagLogGroup(database),
            new ListTagsLogGroup(database),
            new CreateLogStream(database),
            new DeleteLogStream(database),
            new DescribeLogStreams(database),
            new PutLogEvents(database),
            new GetLogEvents(database),
            new FilterLogEvents(database),
            new StartLiveTail(database, Duration.ofSeconds(1))));
  }
}
