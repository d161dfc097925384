package dev.hearth.messaging.mappings;

import dev.hearth.kernel.Arn;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// A service whose records are leased, one by one, and deleted when they are done with.
public non-sealed interface QueueSource extends EventSource {
  /// Begins to take messages for a mapping; nothing is asked of the source yet.
  ///
  /// @param uuid the mapping's
  /// @param settings of the mapping
  QueueReader open(String uuid, Arn queue, EventSourceMappingConfiguration settings);

  /// How many batches of one mapping may be worked on at once, where its user does not say. Source:
  /// AWS Lambda Developer Guide, "Configuring scaling behavior for SQS event source mappings".
  default int concurrency() {
    return 1_000;
  }

  @Override
  default String userAction() {
    return "USER_INITIATED";
  }

  @Override
  default Map<String, String> unsupported() {
    return QueueMembers.UNSUPPORTED;
  }
}
