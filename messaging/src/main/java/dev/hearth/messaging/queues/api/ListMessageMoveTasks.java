package dev.hearth.messaging.queues.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.MoveTasks;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.messaging.queues.store.MoveTaskTable.Task;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksRequest;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResponse;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;

/// The latest tasks that moved a queue's messages.
final class ListMessageMoveTasks
    implements Operation<ListMessageMoveTasksRequest, ListMessageMoveTasksResponse> {
  private final Queues queues;
  private final MoveTasks tasks;

  ListMessageMoveTasks(Queues queues, MoveTasks tasks) {
    this.queues = queues;
    this.tasks = tasks;
  }

  @Override
  public Access access(ListMessageMoveTasksRequest input, Call call) {
    return QueueAddress.own(
        "ListMessageMoveTasks", MoveTaskHandle.queue("SourceArn", input.sourceArn()), call);
  }

  @Override
  public ListMessageMoveTasksResponse run(ListMessageMoveTasksRequest input, Call call) {
    int most = Numbers.between("MaxResults", input.maxResults(), 1, MoveTasks.MOST_LISTED, 1);
    var source =
        queues
            .find(MoveTaskHandle.queue("SourceArn", input.sourceArn()))
            .orElseThrow(
                () ->
                    new ServiceException(
                        "ResourceNotFoundException",
                        400,
                        "The resource that you specified for the SourceArn parameter doesn't"
                            + " exist."));
    return ListMessageMoveTasksResponse.builder()
        .results(tasks.list(source, most).stream().map(ListMessageMoveTasks::show).toList())
        .build();
  }

  private static ListMessageMoveTasksResultEntry show(Task task) {
    return ListMessageMoveTasksResultEntry.builder()
        .taskHandle(
            task.status().equals(MoveTasks.RUNNING)
                ? MoveTaskHandle.write(task.id(), MoveTaskHandle.queue("SourceArn", task.source()))
                : null)
        .status(task.status())
        .sourceArn(task.source())
        .destinationArn(task.destination())
        .maxNumberOfMessagesPerSecond(task.mostPerSecond() == 0 ? null : (int) task.mostPerSecond())
        .approximateNumberOfMessagesMoved(task.moved())
        .approximateNumberOfMessagesToMove(task.toMove())
        .failureReason(task.failure())
        .startedTimestamp(task.startedAt())
        .build();
  }
}
