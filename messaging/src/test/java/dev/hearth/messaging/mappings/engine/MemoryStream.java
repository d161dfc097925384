package dev.hearth.messaging.mappings.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.Filterable;
import dev.hearth.messaging.mappings.StreamReader;
import dev.hearth.messaging.mappings.StreamSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// A stream in memory, which knows nothing of who reads it.
final class MemoryStream implements StreamSource, StreamReader {
  private static final class Content {
    private final List<String> parents;
    private final List<Item> items = new ArrayList<>();
    private boolean closed;

    Content(List<String> parents) {
      this.parents = parents;
    }
  }

  private final Map<String, Content> shards = new LinkedHashMap<>();
  private long sequence;
  Runnable beforeRead = () -> {};
  boolean exists = true;

  @Override
  public StreamReader open(
      String uuid, Arn stream, EventSourceMappingConfiguration settings, Supplier<String> role) {
    return this;
  }

  private Content content(String shard) {
    return Objects.requireNonNull(shards.get(shard), shard);
  }

  synchronized void open(String shard, String... parents) {
    shards.put(shard, new Content(List.of(parents)));
  }

  synchronized void close(String shard) {
    content(shard).closed = true;
    notifyAll();
  }

  synchronized void trim(String shard, int records) {
    content(shard).items.subList(0, records).clear();
  }

  /// @return its sequence number
  synchronized String put(String shard, String key, String data, Instant arrival) {
    var number = "%020d".formatted(++sequence);
    var record =
        "{\"partitionKey\":\"%s\",\"sequenceNumber\":\"%s\",\"data\":\"%s\"}"
            .formatted(key, number, data);
    content(shard).items.add(new Item(number, number, key, arrival, Payload.of(record)));
    notifyAll();
    return number;
  }

  @Override
  public synchronized List<Shard> shards(Arn stream) {
    return shards.entrySet().stream()
        .map(each -> new Shard(each.getKey(), each.getValue().parents))
        .toList();
  }

  @Override
  public synchronized String latest(Arn stream, String shard) {
    var items = content(shard).items;
    return items.isEmpty() ? "" : items.getLast().position();
  }

  @Override
  public String horizon(Arn stream, String shard) {
    return "";
  }

  @Override
  public synchronized String at(Arn stream, String shard, Instant time) {
    var before = "";
    for (var item : content(shard).items) {
      if (item.arrival().isBefore(time)) {
        before = item.position();
      }
    }
    return before;
  }

  @Override
  public int compare(String position, String other) {
    return position.compareTo(other);
  }

  @Override
  public synchronized Page read(
      Arn stream, String shard, String position, int most, Duration patience) {
    beforeRead.run();
    var page = read(stream, shard, position, most);
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (page.items().isEmpty() && !page.ended() && System.nanoTime() < end) {
        wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        page = read(stream, shard, position, most);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return page;
  }

  private Page read(Arn stream, String shard, String position, int most) {
    var content = content(shard);
    var items =
        content.items.stream()
            .filter(item -> item.position().compareTo(position) > 0)
            .limit(most)
            .toList();
    var behind = items.isEmpty() ? position : items.getLast().position();
    boolean all = content.items.isEmpty() || latest(stream, shard).compareTo(behind) <= 0;
    return new Page(items, behind, content.closed && all);
  }

  @Override
  public String batchInfo() {
    return "KinesisBatchInfo";
  }

  @Override
  public boolean startsAtTimestamp() {
    return true;
  }

  @Override
  public List<String> actions() {
    return List.of("kinesis:GetRecords");
  }

  @Override
  public String denied(String action, Arn source) {
    return "Cannot access stream " + source;
  }

  @Override
  public void check(Arn source, FunctionVersion version) {}

  @Override
  public BatchLimits limits(Arn source) {
    return new BatchLimits(100, 10_000, 10_000, true);
  }

  @Override
  public JsonNode filterable(Payload record) {
    return Filterable.record(record);
  }
}
