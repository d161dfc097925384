package dev.hearth.messaging.queues.api;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.messaging.queues.Queue;
import dev.hearth.messaging.queues.QueueErrors;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;

/// The URL of a queue, by its name.
final class GetQueueUrl implements Operation<GetQueueUrlRequest, GetQueueUrlResponse> {
  private final Queues queues;

  GetQueueUrl(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(GetQueueUrlRequest input, Call call) {
    return Access.to("sqs:GetQueueUrl", arn(input, call));
  }

  @Override
  public GetQueueUrlResponse run(GetQueueUrlRequest input, Call call) {
    var queue = queues.find(arn(input, call)).orElseThrow(QueueErrors::noSuchQueue);
    return GetQueueUrlResponse.builder().queueUrl(QueueAddress.url(queue, call)).build();
  }

  private static Arn arn(GetQueueUrlRequest input, Call call) {
    var owner = input.queueOwnerAWSAccountId();
    if (owner != null && !AccountId.isValid(owner)) {
      throw QueueErrors.invalidParameter(
          owner, "QueueOwnerAWSAccountId", "An account has twelve digits.");
    }
    return Queue.arn(
        call.region(), owner == null ? call.account() : new AccountId(owner), input.queueName());
  }
}
