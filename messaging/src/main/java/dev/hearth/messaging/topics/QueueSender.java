package dev.hearth.messaging.topics;

import dev.hearth.kernel.Arn;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Finds the queues that topics send to. Topics own this port; the queues of the same database
/// implement it.
@FunctionalInterface
public interface QueueSender {
  /// The queue of this ARN, or nothing where there is none; to be asked for before the transaction
  /// in which it is used.
  ///
  /// @param topic on whose behalf
  Optional<Target> find(Arn queue, TopicArn topic);

  /// A queue.
  interface Target {
    /// Puts a message into it, as part of the caller's transaction on messaging's database, which
    /// is a serializable one where the queue is FIFO.
    ///
    /// @return whether it was taken; the queue takes no such message otherwise
    boolean send(Handle sql, QueueMessage message);

    /// Tells those who wait for its messages; to be called when the transaction is committed.
    void wake();
  }

  /// A message for a queue.
  ///
  /// @param attributes by name
  /// @param group of FIFO queues, and of fair ones; else null
  /// @param deduplicationId of FIFO queues; else null
  /// @param traceId AWS's trace header, or null
  record QueueMessage(
      String body,
      Map<String, MessageAttribute> attributes,
      @Nullable String group,
      @Nullable String deduplicationId,
      @Nullable String traceId) {}
}
