package dev.hearth.messaging.mappings;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one mapping takes from a queue: records that are leased, one by one, and deleted when they
/// are done with. A record that is neither deleted nor released comes back by itself, and in a
/// queue with groups holds up its own group until then.
///
/// A queue that cannot answer throws a [dev.hearth.kernel.ServiceException]; one that is gone is
/// one with status below 500.
public interface QueueReader {
  /// Takes up to `most` messages; when there are none, waits for the first.
  ///
  /// @param most 1 to [#mostAtOnce]
  /// @param patience how long to wait; zero looks once
  /// @return nothing when none came in time, or the thread was interrupted
  List<Message> receive(Arn queue, int most, Duration patience);

  /// Removes messages that were taken; those that others hold by now stay.
  void delete(Arn queue, List<Message> messages);

  /// Gives messages back: others may take them at once.
  void release(Arn queue, List<Message> messages);

  /// Puts messages aside that must not be delivered: to the queue's dead letters where it has any.
  void reject(Arn queue, List<Message> messages);

  /// How many messages [#receive] may be asked for.
  default int mostAtOnce() {
    return 10;
  }

  /// Whether what was taken stays its taker's until it is given back, so that what failed must be.
  default boolean holds() {
    return false;
  }

  /// How long a message that was taken is its taker's.
  Duration visibility(Arn queue);

  /// Nothing more will be taken; what was and is not deleted comes back.
  default void close() {}

  /// One message that was taken.
  ///
  /// @param id what partial answers name it by
  /// @param receipt for [#delete] and [#release]
  /// @param traceId the trace that it was sent in, or null
  /// @param record a JSON object, as it stands in the function's event
  record Message(String id, String receipt, @Nullable String traceId, Payload record) {}
}
