package dev.hearth.messaging.mappings.engine;

import dev.hearth.messaging.mappings.StreamReader;
import dev.hearth.messaging.mappings.StreamReader.Item;
import dev.hearth.messaging.mappings.store.Mapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads a lane's part of a shard and builds batches of it. It keeps what it has read and not given
/// out, so that a batching window does not read again and again; the position that counts is the
/// stored one.
final class LaneReader {
  /// Most records that one read asks for, what other lanes and the filters leave out included.
  private static final int MOST = 1_000;

  /// Most reads for one batch, where nearly nothing of what is read is for this lane.
  private static final int MOST_READS = 20;

  private final StreamReader source;
  private final Mapping mapping;
  private final RecordFilter filter;
  private final String shard;
  private final int number;
  private final int lanes;
  private final int size;
  private final List<Item> kept = new ArrayList<>();
  private String from = "";
  private @Nullable String through;
  private boolean ended;

  LaneReader(StreamReader source, Mapping mapping, RecordFilter filter, String shard, int number) {
    this.source = source;
    this.mapping = mapping;
    this.filter = filter;
    this.shard = shard;
    this.number = number;
    var settings = mapping.settings();
    lanes = settings.parallelizationFactor();
    size = settings.batchSize();
  }

  /// Forgets what it keeps; the next batch is read anew.
  void forget() {
    kept.clear();
    through = null;
    ended = false;
  }

  /// The next batch behind `position`.
  ///
  /// @param end where it ends at the latest, for one that is tried again; null for a new one
  /// @param room how many bytes its records may have; one record may always
  /// @param fits whether a record may be in a batch with the first
  /// @param patience how long to wait where there is nothing
  /// @param more whether to wait also where there is something
  LaneBatch next(
      String position, @Nullable String end, int room, Fits fits, Duration patience, boolean more) {
    if (through == null || !position.equals(from)) {
      forget();
      from = position;
      through = position;
    }
    var wait = more || kept.isEmpty() ? patience : Duration.ZERO;
    for (int reads = 0; reads < MOST_READS && !ended && wants(room); reads++) {
      if (end != null && source.compare(through, end) >= 0) {
        break;
      }
      var asked = Math.min(MOST, Math.max(size, 10) * lanes);
      var page = source.read(mapping.source(), shard, through, asked, wait);
      page.items().stream().filter(this::isMine).forEach(kept::add);
      through = page.position();
      ended = page.ended();
      wait = Duration.ZERO;
      if (page.items().isEmpty() || (page.items().size() < asked && !kept.isEmpty())) {
        break;
      }
    }
    return cut(end, room, fits);
  }

  private boolean wants(int room) {
    return kept.size() < size
        && kept.stream().mapToLong(item -> item.record().size() + 1L).sum() < room;
  }

  /// Whether a record may be in a batch with its first.
  @FunctionalInterface
  interface Fits {
    boolean together(Item first, Item next);
  }

  private boolean isMine(Item item) {
    return (lanes == 1 || Math.floorMod(spread(item.partitionKey()), lanes) == number)
        && filter.matches(item.record());
  }

  /// Hash codes of similar texts are neighbours.
  private static int spread(String key) {
    int hash = key.hashCode() * 0x9E3779B1;
    return hash ^ hash >>> 15;
  }

  private LaneBatch cut(@Nullable String end, int room, Fits fits) {
    var items = new ArrayList<Item>();
    long bytes = 0;
    for (var item : kept) {
      bytes += item.record().size() + 1L;
      if (items.size() == size
          || (end != null && source.compare(item.position(), end) > 0)
          || (!items.isEmpty() && (bytes > room || !fits.together(items.getFirst(), item)))) {
        return new LaneBatch(items, behind(items, end), true, false);
      }
      items.add(item);
    }
    var all = Objects.requireNonNull(through, "it was read");
    if (end != null && source.compare(all, end) >= 0) {
      return new LaneBatch(items, end, true, false);
    }
    return new LaneBatch(items, all, items.size() == size || ended, ended);
  }

  /// Where a batch ends that does not take all that was read.
  private static String behind(List<Item> items, @Nullable String end) {
    return items.isEmpty()
        ? Objects.requireNonNull(end, "only an end leaves out the first")
        : items.getLast().position();
  }

  /// What is up to `position` is done with; the rest is kept.
  void advance(String position) {
    kept.removeIf(item -> source.compare(item.position(), position) <= 0);
    from = position;
  }
}
