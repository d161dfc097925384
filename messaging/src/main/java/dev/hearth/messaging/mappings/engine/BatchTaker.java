package dev.hearth.messaging.mappings.engine;

import dev.hearth.messaging.mappings.QueueReader.Message;
import dev.hearth.messaging.mappings.QueueSource.SourceRole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The other end of a queue's mapping: what batches are handed to.
public interface BatchTaker {
  /// Hands a batch over, and waits until it is taken or refused. After a crash the same messages
  /// come again.
  ///
  /// @param batch 1 at least; their records together have 6 MiB at most
  BatchOutcome take(List<Message> batch);

  /// Whether a message went round in a circle too often, and must not be handed over.
  ///
  /// @param traceId what it was sent in, or null
  boolean isLoop(@Nullable String traceId);

  /// The role in whose name the source is read, now.
  SourceRole role();

  /// Returns where the role in whose name the source is read may do so, now.
  ///
  /// @throws dev.hearth.kernel.ServiceException where it may not, or there is no such end any more
  void checkRole();
}
