package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.QueueErrors;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;

/// Hides a received message for another while, or shows it at once.
final class ChangeMessageVisibility
    implements Operation<ChangeMessageVisibilityRequest, ChangeMessageVisibilityResponse> {
  private static final int LONGEST = 43_200;

  private final Queues queues;

  ChangeMessageVisibility(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(ChangeMessageVisibilityRequest input, Call call) {
    return QueueAddress.shared("ChangeMessageVisibility", input.queueUrl(), call);
  }

  @Override
  public ChangeMessageVisibilityResponse run(ChangeMessageVisibilityRequest input, Call call) {
    var queue = QueueAddress.find(queues, input.queueUrl(), call);
    queues.changeVisibility(queue, input.receiptHandle(), timeout(input.visibilityTimeout()));
    return ChangeMessageVisibilityResponse.builder().build();
  }

  /// @throws dev.hearth.kernel.ServiceException for what is none
  static Duration timeout(@Nullable Integer seconds) {
    if (seconds == null) {
      throw QueueErrors.missingParameter("VisibilityTimeout");
    }
    if (seconds < 0 || seconds > LONGEST) {
      throw QueueErrors.invalidParameter(
          seconds.toString(),
          "VisibilityTimeout",
          "VisibilityTimeout must be an integer between 0 and 43200");
    }
    return Duration.ofSeconds(seconds);
  }
}
