package dev.hearth.messaging.queues;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.messaging.queues.Receipts.Receipt;
import dev.hearth.messaging.queues.store.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was received under a `ReceiveRequestAttemptId`, so that whoever did not get the answer can
/// ask for it again. It is kept in memory: after a restart the messages come back when their
/// visibility timeout ends.
final class Attempts {
  /// Source: `ReceiveMessage`.
  private static final Duration KEPT = Duration.ofMinutes(5);

  private static final int MOST = 100_000;

  private final Cache<Key, Attempt> attempts =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

  private record Key(long queue, String attempt) {}

  private record Attempt(Instant at, List<Receipt> receipts) {}

  /// The receipts of an attempt; none where there was none.
  List<Receipt> find(Queue queue, @Nullable String attempt, Instant now) {
    if (attempt == null) {
      return List.of();
    }
    var found = attempts.getIfPresent(new Key(queue.id(), attempt));
    return found == null || !found.at().plus(KEPT).isAfter(now) ? List.of() : found.receipts();
  }

  void remember(Queue queue, @Nullable String attempt, Instant now, List<Message> messages) {
    if (attempt != null && !messages.isEmpty()) {
      var receipts =
          messages.stream()
              .map(each -> new Receipt(queue.id(), each.id(), each.receives(), now.toEpochMilli()))
              .toList();
      attempts.put(new Key(queue.id(), attempt), new Attempt(now, receipts));
    }
  }
}
