package dev.hearth.messaging.mappings;

import java.util.Map;
import java.util.TreeMap;

/// What mappings of queues cannot be told. Source: AWS Lambda Developer Guide, "Lambda parameters
/// for Amazon SQS event source mappings".
final class QueueMembers {
  static final Map<String, String> UNSUPPORTED = unsupported();

  private QueueMembers() {}

  private static Map<String, String> unsupported() {
    var texts = new TreeMap<String, String>();
    texts.put("StartingPosition", "StartingPosition is not valid for SQS event sources.");
    texts.put(
        "StartingPositionTimestamp",
        "StartingPositionTimestamp is not valid for SQS event sources.");
    for (var member :
        new String[] {
          "BisectBatchOnFunctionError",
          "DestinationConfig",
          "MaximumRecordAgeInSeconds",
          "MaximumRetryAttempts",
          "ParallelizationFactor",
          "Queues",
          "SelfManagedEventSource",
          "SelfManagedKafkaEventSourceConfig",
          "SourceAccessConfigurations",
          "Topics",
          "TumblingWindowInSeconds"
        }) {
      texts.put(member, Unsupported.text(member));
    }
    return Map.copyOf(texts);
  }
}
