package dev.hearth.messaging.queues.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.MoveTasks;
import dev.hearth.messaging.queues.Queue;
import dev.hearth.messaging.queues.QueueErrors;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskResponse;

/// Begins to move the messages of a dead-letter queue, to where they came from or elsewhere.
final class StartMessageMoveTask
    implements Operation<StartMessageMoveTaskRequest, StartMessageMoveTaskResponse> {
  private static final int FASTEST = 500;

  private final Queues queues;
  private final MoveTasks tasks;

  StartMessageMoveTask(Queues queues, MoveTasks tasks) {
    this.queues = queues;
    this.tasks = tasks;
  }

  @Override
  public Access access(StartMessageMoveTaskRequest input, Call call) {
    return needs(input, call);
  }

  @Override
  public StartMessageMoveTaskResponse run(StartMessageMoveTaskRequest input, Call call) {
    var source =
        queues
            .find(MoveTaskHandle.queue("SourceArn", input.sourceArn()))
            .orElseThrow(() -> missing("SourceArn"));
    if (queues.directory().sources(source.arn(), "", 1).isEmpty()) {
      throw QueueErrors.invalidParameter(
          input.sourceArn(),
          "SourceArn",
          "Source queue must be configured as a Dead Letter Queue.");
    }
    int rate =
        Numbers.between(
            "MaxNumberOfMessagesPerSecond", input.maxNumberOfMessagesPerSecond(), 1, FASTEST, 0);
    long id = tasks.start(source, destination(input, source), rate);
    return StartMessageMoveTaskResponse.builder()
        .taskHandle(MoveTaskHandle.write(id, source.arn()))
        .build();
  }

  /// Source: SQS Developer Guide, "Configure queue permissions for dead-letter queue redrive".
  private static Access needs(StartMessageMoveTaskRequest input, Call call) {
    var source = MoveTaskHandle.queue("SourceArn", input.sourceArn());
    var access = QueueAddress.own("StartMessageMoveTask", source, call);
    for (var action : new String[] {"ReceiveMessage", "DeleteMessage", "GetQueueAttributes"}) {
      access = access.and("sqs:" + action, source, Map.of());
    }
    return input.destinationArn() == null
        ? access
        : access.and(
            "sqs:SendMessage",
            MoveTaskHandle.queue("DestinationArn", input.destinationArn()),
            Map.of());
  }

  private @Nullable Queue destination(StartMessageMoveTaskRequest input, Queue source) {
    var arn = input.destinationArn();
    if (arn == null) {
      return null;
    }
    var destination =
        queues
            .find(MoveTaskHandle.queue("DestinationArn", arn))
            .orElseThrow(() -> missing("DestinationArn"));
    if (destination.isFifo() != source.isFifo()) {
      throw QueueErrors.invalidParameter(
          arn, "DestinationArn", "Source and destination queues must be of the same type.");
    }
    if (destination.id() == source.id()) {
      throw QueueErrors.invalidParameter(
          arn, "DestinationArn", "Source and destination queues cannot be the same.");
    }
    return destination;
  }

  private static ServiceException missing(String parameter) {
    return new ServiceException(
        "ResourceNotFoundException",
        400,
        "The resource that you specified for the %s parameter doesn't exist.".formatted(parameter));
  }
}
