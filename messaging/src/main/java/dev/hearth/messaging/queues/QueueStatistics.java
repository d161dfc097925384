package dev.hearth.messaging.queues;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.messaging.queues.store.MessageCounts;
import dev.hearth.store.Database;
import java.time.Duration;
import java.time.InstantSource;

/// How full queues are, and how busy.
public final class QueueStatistics {
  private static final int MOST_QUEUES = 10_000;

  private final Database database;
  private final InstantSource clock;
  private final Cache<Long, Traffic> traffic =
      Caffeine.newBuilder()
          .maximumSize(MOST_QUEUES)
          .expireAfterAccess(Traffic.SPAN.multipliedBy(2))
          .build();

  QueueStatistics(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  private record Traffic(RecentRate sent, RecentRate received) {
    static final Duration SPAN = RecentRate.SPAN;

    Traffic() {
      this(new RecentRate(), new RecentRate());
    }
  }

  /// How many messages the queue has; it costs a look at each of them.
  public QueueCounts counts(Queue queue) {
    return database.read(
        sql -> {
          var table = new MessageCounts(sql);
          long now = clock.millis();
          long visible = table.visible(queue.id(), now);
          long inFlight = table.inFlight(queue.id(), now);
          long waiting = table.waiting(queue.id(), now);
          if (!queue.isFifo()) {
            return new QueueCounts(visible, inFlight, waiting);
          }
          var delay = queue.settings().delay();
          long delayed =
              delay.isZero()
                  ? 0
                  : Math.min(waiting, table.newer(queue.id(), now - delay.toMillis()));
          return new QueueCounts(visible + waiting - delayed, inFlight, delayed);
        });
  }

  /// How old the oldest message is; zero where there is none.
  public Duration oldestAge(Queue queue) {
    return database.read(
        sql ->
            new MessageCounts(sql)
                .oldest(queue.id())
                .map(at -> Duration.ofMillis(Math.max(0, clock.millis() - at)))
                .orElse(Duration.ZERO));
  }

  /// Messages that this node sent to the queue, per second, in the last ten seconds.
  public double sentPerSecond(Queue queue) {
    var found = traffic.getIfPresent(queue.id());
    return found == null ? 0 : found.sent().perSecond(clock.instant());
  }

  /// Messages that were received through this node, per second, in the last ten seconds.
  public double receivedPerSecond(Queue queue) {
    var found = traffic.getIfPresent(queue.id());
    return found == null ? 0 : found.received().perSecond(clock.instant());
  }

  void sent(Queue queue, int messages) {
    traffic.get(queue.id(), _ -> new Traffic()).sent().add(messages, clock.instant());
  }

  void received(Queue queue, int messages) {
    if (messages > 0) {
      traffic.get(queue.id(), _ -> new Traffic()).received().add(messages, clock.instant());
    }
  }
}
