package dev.hearth.messaging.mappings.engine;

import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.StreamReader.Item;
import dev.hearth.messaging.mappings.store.Lane;
import dev.hearth.messaging.mappings.store.Lane.Window;
import dev.hearth.messaging.mappings.store.Mapping;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tumbling windows: records are handed over with what the function answered for those before them,
/// and the last invocation of a window is told so. Source: AWS Lambda Developer Guide,
/// "Implementing stateful Kinesis Data Streams processing in Lambda".
final class Windows {
  /// Largest state; one that is larger ends its window early.
  private static final int LARGEST_STATE = 1024 * 1024;

  private static final Payload NO_STATE = Payload.of("{}");

  private final Duration size;

  Windows(Mapping mapping) {
    size = Duration.ofSeconds(mapping.settings().tumblingWindowInSeconds());
  }

  Duration size() {
    return size;
  }

  int stateSize(Lane lane) {
    var window = lane.window();
    return window == null ? 0 : window.state().size();
  }

  /// Whether two records belong to one window.
  boolean together(Item first, Item next) {
    return size.isZero() || !start(next).isAfter(start(first));
  }

  private Instant start(Item item) {
    long millis = item.arrival().toEpochMilli();
    return Instant.ofEpochMilli(millis - Math.floorMod(millis, size.toMillis()));
  }

  /// Whether the open window has to be ended before the batch: it is over and there is nothing more
  /// of it, or its state grew too large.
  boolean isOver(Lane lane, LaneBatch batch, Instant now) {
    var open = lane.window();
    if (open == null) {
      return false;
    }
    if (open.cut() || size.isZero()) {
      return true;
    }
    return batch.items().isEmpty()
        ? batch.ended() || !now.isBefore(open.start().plus(size))
        : start(batch.items().getFirst()).isAfter(open.start());
  }

  /// The window that a batch belongs to; null where there are none.
  @Nullable Window open(Lane lane, LaneBatch batch) {
    if (size.isZero()) {
      return null;
    }
    var open = lane.window();
    return open != null ? open : new Window(start(batch.items().getFirst()), NO_STATE, false);
  }

  /// The lane with the state that the function answered; null where it answered none.
  @Nullable Lane after(Lane lane, Window open, Payload answer) {
    var state =
        BatchAnswer.parse(answer)
            .map(json -> json.path("state"))
            .filter(found -> found.isObject())
            .orElse(null);
    if (state == null) {
      return null;
    }
    var written = Payload.of(Objects.requireNonNull(state).toString());
    return lane.with(new Window(open.start(), written, written.size() > LARGEST_STATE));
  }

  /// What is open when the function was told of the end: of a window that was cut the rest, with a
  /// state of its own.
  @Nullable Window afterClosing(Window closed) {
    return closed.cut() && !size.isZero() ? new Window(closed.start(), NO_STATE, false) : null;
  }
}
