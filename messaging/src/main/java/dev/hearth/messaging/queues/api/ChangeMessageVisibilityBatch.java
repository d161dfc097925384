package dev.hearth.messaging.queues.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.ArrayList;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;

/// Hides up to ten received messages for another while, each for itself.
final class ChangeMessageVisibilityBatch
    implements Operation<
        ChangeMessageVisibilityBatchRequest, ChangeMessageVisibilityBatchResponse> {
  private final Queues queues;

  ChangeMessageVisibilityBatch(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(ChangeMessageVisibilityBatchRequest input, Call call) {
    return QueueAddress.shared("ChangeMessageVisibility", input.queueUrl(), call);
  }

  @Override
  public ChangeMessageVisibilityBatchResponse run(
      ChangeMessageVisibilityBatchRequest input, Call call) {
    Batch.check(
        input.entries().stream().map(ChangeMessageVisibilityBatchRequestEntry::id).toList(),
        "ChangeMessageVisibilityBatchRequestEntry");
    var queue = QueueAddress.find(queues, input.queueUrl(), call);
    var successful = new ArrayList<ChangeMessageVisibilityBatchResultEntry>();
    var failed = new ArrayList<BatchResultErrorEntry>();
    for (var entry : input.entries()) {
      try {
        queues.changeVisibility(
            queue,
            entry.receiptHandle(),
            ChangeMessageVisibility.timeout(entry.visibilityTimeout()));
        successful.add(ChangeMessageVisibilityBatchResultEntry.builder().id(entry.id()).build());
      } catch (ServiceException refusal) {
        failed.add(Batch.failed(entry.id(), refusal));
      }
    }
    return ChangeMessageVisibilityBatchResponse.builder()
        .successful(successful)
        .failed(failed)
        .build();
  }
}
