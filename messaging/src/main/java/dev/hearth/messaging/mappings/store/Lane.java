package dev.hearth.messaging.mappings.store;

import dev.hearth.kernel.Payload;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a mapping has read one shard, or one part of its keys.
///
/// @param number which part, 0 to 9
/// @param position all records up to here are done with
/// @param ended whether the shard was read to its end
/// @param retries batches that failed and are tried again, in the shard's order
/// @param window the tumbling window that is open, or null
public record Lane(
    String shard,
    int number,
    String position,
    boolean ended,
    List<Retry> retries,
    @Nullable Window window) {
  /// A batch that failed.
  ///
  /// @param end the position behind its last record
  /// @param failures so far, those before it was split included
  public record Retry(String end, int failures) {}

  /// A tumbling window.
  ///
  /// @param start of the window
  /// @param state what the function answered last; `{}` at the beginning
  /// @param cut whether the state grew too large, so that the function must hand it off first
  public record Window(Instant start, Payload state, boolean cut) {}

  /// A lane at its beginning.
  public static Lane at(String shard, int number, String position) {
    return new Lane(shard, number, position, false, List.of(), null);
  }

  public Lane moved(String to, List<Retry> still) {
    return new Lane(shard, number, to, ended, still, window);
  }

  public Lane with(@Nullable Window next) {
    return new Lane(shard, number, position, ended, retries, next);
  }

  public Lane atItsEnd() {
    return new Lane(shard, number, position, true, retries, window);
  }
}
