package dev.hearth.messaging.mappings;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A service whose records stay where they are, in shards, each in its order: whoever reads them
/// remembers how far.
///
/// A *position* is a text that only the source understands: reading from it gives the records
/// behind it. A source that cannot answer throws a [dev.hearth.kernel.ServiceException].
public non-sealed interface StreamSource extends EventSource {
  /// The shards that there are, in no particular order.
  List<Shard> shards(Arn stream);

  /// The position behind the newest record of a shard.
  String latest(Arn stream, String shard);

  /// The position before the oldest record of a shard.
  String horizon(Arn stream, String shard);

  /// The position before the first record of a shard that is not older than `time`.
  String at(Arn stream, String shard, Instant time);

  /// Compares two positions of one shard, as [java.util.Comparator] does.
  int compare(String position, String other);

  /// Reads up to `most` records behind a position; when there are none, waits for the first.
  ///
  /// @param most 1 to 1 000; fewer are read where they would be more than some ten megabytes
  /// @param patience how long to wait; zero looks once
  Page read(Arn stream, String shard, String position, int most, Duration patience);

  /// The name of the member of a failure's record that tells where the records are, such as
  /// `KinesisBatchInfo`.
  String batchInfo();

  /// Whether reading can begin at a time.
  boolean startsAtTimestamp();

  /// A shard.
  ///
  /// @param parents whose records come before its own; those that are no longer there count as read
  record Shard(String id, List<String> parents) {}

  /// What was read.
  ///
  /// @param position behind the last record of these, and at least as far as was asked from
  /// @param ended whether the shard is closed and there is nothing behind
  record Page(List<Item> items, String position, boolean ended) {}

  /// One record.
  ///
  /// @param position behind it
  /// @param sequenceNumber what partial answers and failures' records name it by
  /// @param partitionKey records of one key stay in their order
  /// @param record a JSON object, as it stands in the function's event
  record Item(
      String position,
      String sequenceNumber,
      String partitionKey,
      Instant arrival,
      Payload record) {}

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
    return Map.of("ScalingConfig", Unsupported.text("ScalingConfig"));
  }
}
