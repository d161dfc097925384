package dev.hearth.messaging.sources.kafka;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.mappings.StreamReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// One mapping's topic. Where its consumer group has been before, reading begins there, whatever
/// the mapping says. Source: AWS Lambda Developer Guide, "Customizable consumer group ID".
final class KafkaReader implements StreamReader {
  private final KafkaPoller poller;
  private final String topic;

  KafkaReader(KafkaCluster cluster, String topic, String group, String client) {
    this.topic = topic;
    poller = new KafkaPoller(cluster, group, client);
  }

  @Override
  public List<Shard> shards(Arn stream) {
    var partitions =
        poller.call(
            consumer -> {
              var found =
                  consumer.partitionsFor(topic).stream()
                      .map(each -> new TopicPartition(topic, each.partition()))
                      .toList();
              consumer.endOffsets(found); // what is known of partitions says not that they answer
              return found;
            });
    return partitions.stream().map(each -> new Shard(each.toString(), List.of())).toList();
  }

  private TopicPartition partition(String shard) {
    return new TopicPartition(topic, Integer.parseInt(shard.substring(topic.length() + 1)));
  }

  @Override
  public String latest(Arn stream, String shard) {
    var partition = partition(shard);
    return begin(partition, poller.call(consumer -> only(consumer.endOffsets(Set.of(partition)))));
  }

  @Override
  public String horizon(Arn stream, String shard) {
    var partition = partition(shard);
    return begin(
        partition, poller.call(consumer -> only(consumer.beginningOffsets(Set.of(partition)))));
  }

  private static long only(Map<TopicPartition, Long> offsets) {
    return offsets.values().iterator().next();
  }

  @Override
  public String at(Arn stream, String shard, Instant time) {
    var partition = partition(shard);
    var found =
        poller
            .call(consumer -> consumer.offsetsForTimes(Map.of(partition, time.toEpochMilli())))
            .get(partition);
    return found == null ? latest(stream, shard) : begin(partition, found.offset());
  }

  /// @param otherwise where the group has not been before
  private String begin(TopicPartition partition, long otherwise) {
    return Long.toString(committed(partition).orElse(otherwise));
  }

  private OptionalLong committed(TopicPartition partition) {
    var found = poller.call(consumer -> consumer.committed(Set.of(partition))).get(partition);
    return found == null ? OptionalLong.empty() : OptionalLong.of(found.offset());
  }

  @Override
  public int compare(String position, String other) {
    return Long.compare(Long.parseLong(position), Long.parseLong(other));
  }

  @Override
  public Page read(Arn stream, String shard, String position, int most, Duration patience) {
    var read = poller.read(partition(shard), Long.parseLong(position), most, patience);
    return new Page(
        read.records().stream().map(record -> item(shard, record)).toList(),
        Long.toString(read.next()),
        false);
  }

  private static Item item(String shard, ConsumerRecord<byte[], byte[]> record) {
    return new Item(
        Long.toString(record.offset() + 1),
        shard + ":" + record.offset(),
        shard,
        Instant.ofEpochMilli(record.timestamp()),
        KafkaRecord.write(record));
  }

  @Override
  public void done(Arn stream, String shard, String position) {
    poller.commit(partition(shard), Long.parseLong(position));
  }

  @Override
  public void close() {
    poller.close();
  }
}
