package dev.hearth.messaging.mappings;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What one mapping reads of a stream: shards, whose records stay where they are, each in its
/// order.
///
/// A *position* is a text that only the source understands: reading from it gives the records
/// behind it. A stream that cannot answer throws a [dev.hearth.kernel.ServiceException], whose
/// status below 500 means that the mapping's user is to be told.
public interface StreamReader {
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
  /// @return nothing when none came in time, or the thread was interrupted
  Page read(Arn stream, String shard, String position, int most, Duration patience);

  /// It is stored now that all records up to a position are done with. For sources that want to be
  /// told; what counts is what is stored.
  default void done(Arn stream, String shard, String position) {}

  /// Nothing more will be read.
  default void close() {}

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
}
