package dev.hearth.messaging.mappings;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.mappings.StreamReader.Item;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// A service whose records stay where they are, in shards, each in its order: whoever reads them
/// remembers how far.
public non-sealed interface StreamSource extends EventSource {
  /// Begins to read for a mapping; nothing is asked of the source yet.
  ///
  /// @param uuid the mapping's
  /// @param settings of the mapping
  /// @param role in whose name it is read, as an ARN; to be asked anew by every connection
  StreamReader open(
      String uuid, Arn stream, EventSourceMappingConfiguration settings, Supplier<String> role);

  /// The name of the member of a failure's record that tells where the records are, such as
  /// `KinesisBatchInfo`.
  String batchInfo();

  /// Whether reading can begin at a time.
  boolean startsAtTimestamp();

  /// How often a batch that failed is tried again; -1 for as long as its records are there.
  default int retries(EventSourceMappingConfiguration settings) {
    return settings.maximumRetryAttempts();
  }

  /// What a failure's record tells of where the records are: texts, numbers and maps of them.
  ///
  /// @param items at least one
  default Map<String, Object> range(
      Arn stream, EventSourceMappingConfiguration settings, String shard, List<Item> items) {
    var first = items.getFirst();
    var last = items.getLast();
    var range = new LinkedHashMap<String, Object>();
    range.put("shardId", shard);
    range.put("startSequenceNumber", first.sequenceNumber());
    range.put("endSequenceNumber", last.sequenceNumber());
    range.put("approximateArrivalOfFirstRecord", RecordTime.text(first.arrival()));
    range.put("approximateArrivalOfLastRecord", RecordTime.text(last.arrival()));
    range.put("batchSize", items.size());
    range.put("streamArn", stream.toString());
    return range;
  }

  @Override
  default String userAction() {
    return "User action";
  }

  @Override
  default String conflict(Arn source, String functionName, String uuid) {
    return ("The event source arn (\" %s \") and function (\" %s \") provided mapping already"
            + " exists. Please update or delete the existing mapping with UUID %s")
        .formatted(source, functionName, uuid);
  }

  @Override
  default Map<String, String> unsupported() {
    return Unsupported.texts(
        "ScalingConfig",
        "Topics",
        "Queues",
        "SelfManagedEventSource",
        "SelfManagedKafkaEventSourceConfig",
        "SourceAccessConfigurations");
  }
}
