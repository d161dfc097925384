package dev.hearth.observability.api;

import dev.hearth.observability.store.LogStreams;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;

/// Makes a log stream.
final class CreateLogStream implements Operation<CreateLogStreamRequest, CreateLogStreamResponse> {
  private final Database database;

  CreateLogStream(Database database) {
    this.database = database;
  }

  @Override
  public Access access(CreateLogStreamRequest input, Call call) {
    return LogResources.accessToGroup(call, input.logGroupName());
  }

  @Override
  public CreateLogStreamResponse run(CreateLogStreamRequest input, Call call) {
    database.write(
        sql ->
            new LogStreams(sql)
                .create(
                    LogResources.group(sql, call, input.logGroupName()),
                    input.logStreamName(),
                    call.time())
                .orElseThrow(
                    () -> LogResources.alreadyExists("The specified log stream already exists")));
    return CreateLogStreamResponse.builder().build();
  }
}
