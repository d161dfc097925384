package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.Attributes;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.HashSet;
import java.util.LinkedHashMap;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// What a queue is set to and how much it has.
final class GetQueueAttributes
    implements Operation<GetQueueAttributesRequest, GetQueueAttributesResponse> {
  private static final String COUNTS = "ApproximateNumberOfMessages";

  private final Queues queues;

  GetQueueAttributes(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(GetQueueAttributesRequest input, Call call) {
    return QueueAddress.shared("GetQueueAttributes", input.queueUrl(), call);
  }

  @Override
  public GetQueueAttributesResponse run(GetQueueAttributesRequest input, Call call) {
    var names = new HashSet<>(input.attributeNamesAsStrings());
    for (var name : names) {
      if (QueueAttributeName.fromValue(name) == QueueAttributeName.UNKNOWN_TO_SDK_VERSION) {
        throw AttributeRules.unknown(name);
      }
    }
    var queue = QueueAddress.find(queues, input.queueUrl(), call);
    boolean all = names.contains("All");
    var shown = new LinkedHashMap<String, String>(Attributes.of(queue));
    if (all || names.stream().anyMatch(name -> name.startsWith(COUNTS))) {
      var counts = queues.statistics().counts(queue);
      shown.put(COUNTS, Long.toString(counts.visible()));
      shown.put(COUNTS + "NotVisible", Long.toString(counts.inFlight()));
      shown.put(COUNTS + "Delayed", Long.toString(counts.delayed()));
    }
    if (!all) {
      shown.keySet().retainAll(names);
    }
    return GetQueueAttributesResponse.builder()
        .attributesWithStrings(shown.isEmpty() ? null : shown)
        .build();
  }
}
