package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.ArrayList;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;

/// Deletes up to ten messages that were received, each for itself.
final class DeleteMessageBatch
    implements Operation<DeleteMessageBatchRequest, DeleteMessageBatchResponse> {
  private final Queues queues;

  DeleteMessageBatch(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(DeleteMessageBatchRequest input, Call call) {
    return QueueAddress.shared("DeleteMessage", input.queueUrl(), call);
  }

  @Override
  public DeleteMessageBatchResponse run(DeleteMessageBatchRequest input, Call call) {
    var entries = input.entries();
    Batch.check(
        entries.stream().map(DeleteMessageBatchRequestEntry::id).toList(),
        "DeleteMessageBatchRequestEntry");
    var queue = QueueAddress.find(queues, input.queueUrl(), call);
    var outcomes =
        queues.delete(
            queue, entries.stream().map(DeleteMessageBatchRequestEntry::receiptHandle).toList());
    var successful = new ArrayList<DeleteMessageBatchResultEntry>();
    var failed = new ArrayList<BatchResultErrorEntry>();
    for (int i = 0; i < entries.size(); i++) {
      var id = entries.get(i).id();
      outcomes
          .get(i)
          .ifPresentOrElse(
              refusal -> failed.add(Batch.failed(id, refusal)),
              () -> successful.add(DeleteMessageBatchResultEntry.builder().id(id).build()));
    }
    return DeleteMessageBatchResponse.builder().successful(successful).failed(failed).build();
  }
}
