package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.MoveTasks;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sqs.model.CancelMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.CancelMessageMoveTaskResponse;

/// Stops the moving of messages; those that were moved stay moved.
final class CancelMessageMoveTask
    implements Operation<CancelMessageMoveTaskRequest, CancelMessageMoveTaskResponse> {
  private final MoveTasks tasks;

  CancelMessageMoveTask(MoveTasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public Access access(CancelMessageMoveTaskRequest input, Call call) {
    return QueueAddress.own(
        "CancelMessageMoveTask", MoveTaskHandle.read(input.taskHandle()).source(), call);
  }

  @Override
  public CancelMessageMoveTaskResponse run(CancelMessageMoveTaskRequest input, Call call) {
    var handle = MoveTaskHandle.read(input.taskHandle());
    return CancelMessageMoveTaskResponse.builder()
        .approximateNumberOfMessagesMoved(tasks.cancel(handle.source(), handle.id()).moved())
        .build();
  }
}
