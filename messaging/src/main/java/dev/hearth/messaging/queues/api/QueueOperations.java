package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.MoveTasks;
import dev.hearth.messaging.queues.Queue;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Service;
import java.util.List;
import java.util.function.Consumer;

/// The service `sqs`.
public final class QueueOperations {
  private QueueOperations() {}

  /// @param purge deletes what a queue has
  public static Service of(Queues queues, MoveTasks tasks, Consumer<Queue> purge) {
    var rules = new AttributeRules(queues);
    return new Service(
        "sqs",
        List.of(
            new AddPermission(queues),
            new CancelMessageMoveTask(tasks),
            new ChangeMessageVisibility(queues),
            new ChangeMessageVisibilityBatch(queues),
            new CreateQueue(queues, rules),
            new DeleteMessage(queues),
            new DeleteMessageBatch(queues),
            new DeleteQueue(queues),
            new GetQueueAttributes(queues),
            new GetQueueUrl(queues),
            new ListDeadLetterSourceQueues(queues),
            new ListMessageMoveTasks(queues, tasks),
            new ListQueueTags(queues),
            new ListQueues(queues),
            new PurgeQueue(queues, purge),
            new ReceiveMessage(queues),
            new RemovePermission(queues),
            new SendMessage(queues),
            new SendMessageBatch(queues),
            new SetQueueAttributes(queues, rules),
            new StartMessageMoveTask(queues, tasks),
            new TagQueue(queues),
            new UntagQueue(queues)));
  }
}
