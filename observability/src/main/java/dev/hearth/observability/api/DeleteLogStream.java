package dev.hearth.observability.api;

import dev.hearth.observability.store.LogStreams;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamResponse;

/// Deletes a log stream with all its events.
final class DeleteLogStream implements Operation<DeleteLogStreamRequest, DeleteLogStreamResponse> {
  private final Database database;

  DeleteLogStream(Database database) {
    this.database = database;
  }

  @Override
  public Access access(DeleteLogStreamRequest input, Call call) {
    return LogResources.accessToStream(call, input.logGroupName(), input.logStreamName());
  }

  @Override
  public DeleteLogStreamResponse run(DeleteLogStreamRequest input, Call call) {
    database.write(
        sql -> {
          var group = LogResources.group(sql, call, input.logGroupName());
          var stream = LogResources.stream(sql, group, input.logStreamName());
          new LogStreams(sql).delete(stream);
          return stream;
        });
    return DeleteLogStreamResponse.builder().build();
  }
}
