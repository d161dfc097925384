package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.QueueErrors;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.messaging.queues.Queues.Receive;
import dev.hearth.messaging.sealing.KeyUser;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.time.Duration;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/// Takes up to ten messages out of a queue for a while, waiting for the first where asked to.
final class ReceiveMessage implements Operation<ReceiveMessageRequest, ReceiveMessageResponse> {
  private static final int LONGEST_WAIT = 20;
  private static final int LONGEST_VISIBILITY = 43_200;

  private final Queues queues;

  ReceiveMessage(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(ReceiveMessageRequest input, Call call) {
    return QueueAddress.shared("ReceiveMessage", input.queueUrl(), call);
  }

  @Override
  public ReceiveMessageResponse run(ReceiveMessageRequest input, Call call) {
    int most =
        Numbers.between(
            "MaxNumberOfMessages", input.maxNumberOfMessages(), 1, Queues.LARGEST_BATCH, 1);
    var wait = Numbers.seconds("WaitTimeSeconds", input.waitTimeSeconds(), LONGEST_WAIT);
    var visibility =
        Numbers.seconds("VisibilityTimeout", input.visibilityTimeout(), LONGEST_VISIBILITY);
    var shown = ShownAttributes.of(input);
    var queue = QueueAddress.find(queues, input.queueUrl(), call);
    var attempt = input.receiveRequestAttemptId();
    if (attempt != null && !queue.isFifo()) {
      throw QueueErrors.invalidParameter(
          attempt,
          "ReceiveRequestAttemptId",
          "The request includes a parameter that is not valid for this queue type.");
    }
    var received =
        queues.receive(
            queue,
            new Receive(
                most,
                visibility == null ? null : Duration.ofSeconds(visibility),
                wait == null ? queue.settings().waitTime() : Duration.ofSeconds(wait),
                attempt),
            KeyUser.of(call.caller()));
    return ReceiveMessageResponse.builder()
        .messages(received.isEmpty() ? null : received.stream().map(shown::show).toList())
        .build();
  }
}
