package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;

/// Changes what a queue is set to. An empty value takes a policy away.
final class SetQueueAttributes
    implements Operation<SetQueueAttributesRequest, SetQueueAttributesResponse> {
  private final Queues queues;
  private final AttributeRules rules;

  SetQueueAttributes(Queues queues, AttributeRules rules) {
    this.queues = queues;
    this.rules = rules;
  }

  @Override
  public Access access(SetQueueAttributesRequest input, Call call) {
    return QueueAddress.own("SetQueueAttributes", input.queueUrl(), call);
  }

  @Override
  public SetQueueAttributesResponse run(SetQueueAttributesRequest input, Call call) {
    var queue = QueueAddress.find(queues, input.queueUrl(), call);
    var wanted = input.attributesAsStrings();
    rules.checkTargets(queue.arn(), wanted, queue.isFifo());
    queues
        .directory()
        .setAttributes(queue.arn(), given -> rules.change(given, wanted, queue.isFifo(), false));
    return SetQueueAttributesResponse.builder().build();
  }
}
