package dev.hearth.messaging.sources.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What was fetched of one partition and is not read yet. Its user sees to it that one thread at a
/// time does.
final class KafkaBuffer {
  /// Whether somebody waits for records.
  boolean wanted;

  private final Deque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
  private long from = -1;
  private long next = -1;
  private boolean seek = true;

  /// What is read next begins at an offset.
  void moveTo(long offset) {
    if (offset != from) {
      records.clear();
      from = offset;
      next = offset;
      seek = true;
    }
  }

  /// Whether there is nothing to be told, not even that there is nothing up to a later offset.
  boolean isEmpty() {
    return records.isEmpty() && next == from;
  }

  /// The next offset to fetch.
  long next() {
    return next;
  }

  /// The consumer does not know any more where to fetch.
  void toBeSought() {
    seek = true;
  }

  /// Whether the consumer is to be told where to fetch; from now on it knows.
  boolean sought() {
    boolean was = seek;
    seek = false;
    return was;
  }

  void add(List<ConsumerRecord<byte[], byte[]>> fetched) {
    if (!seek) { // else it is of where nobody reads any more
      records.addAll(fetched);
    }
  }

  /// The consumer has fetched all before an offset.
  void fetched(long position) {
    if (!seek) {
      next = position;
    }
  }

  /// What was read.
  ///
  /// @param next the offset behind
  record Read(List<ConsumerRecord<byte[], byte[]>> records, long next) {}

  /// Takes the first records.
  Read take(int most, long mostBytes) {
    var taken = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    long bytes = 0;
    while (!records.isEmpty() && taken.size() < most) {
      var record = records.getFirst();
      bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
      if (!taken.isEmpty() && bytes > mostBytes) {
        break;
      }
      taken.add(records.removeFirst());
    }
    from = records.isEmpty() ? next : records.getFirst().offset();
    return new Read(taken, from);
  }
}
