package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.Queue;
import dev.hearth.messaging.queues.QueueErrors;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;

/// Makes a queue; where there is one already that is as wanted, finds it.
final class CreateQueue implements Operation<CreateQueueRequest, CreateQueueResponse> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}");
  private static final Pattern FIFO_NAME = Pattern.compile("[A-Za-z0-9_-]{1,75}\\.fifo");

  private final Queues queues;
  private final AttributeRules rules;

  CreateQueue(Queues queues, AttributeRules rules) {
    this.queues = queues;
    this.rules = rules;
  }

  @Override
  public Access access(CreateQueueRequest input, Call call) {
    return access(
        QueueAddress.own(
            "CreateQueue", Queue.arn(call.region(), call.account(), input.queueName()), call),
        input,
        call);
  }

  @Override
  public CreateQueueResponse run(CreateQueueRequest input, Call call) {
    var fifo = "true".equals(input.attributesAsStrings().get("FifoQueue"));
    checkName(input.queueName(), fifo);
    var arn = Queue.arn(call.region(), call.account(), input.queueName());
    var attributes = rules.check(arn, Map.of(), input.attributesAsStrings(), fifo, true);
    var tags = QueueTags.check(Map.of(), input.tags());
    return CreateQueueResponse.builder()
        .queueUrl(QueueAddress.url(queues.directory().create(arn, attributes, tags), call))
        .build();
  }

  private static Access access(Access create, CreateQueueRequest input, Call call) {
    return input.tags().isEmpty()
        ? create
        : create.and(
            "sqs:TagQueue", Queue.arn(call.region(), call.account(), input.queueName()), Map.of());
  }

  private static void checkName(String name, boolean fifo) {
    if (fifo && !FIFO_NAME.matcher(name).matches()) {
      throw QueueErrors.invalidParameter(
          "The name of a FIFO queue can only include alphanumeric characters, hyphens, or"
              + " underscores, must end with .fifo suffix and be 1 to 80 in length");
    }
    if (!fifo && !NAME.matcher(name).matches()) {
      throw QueueErrors.invalidParameter(
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }
  }
}
