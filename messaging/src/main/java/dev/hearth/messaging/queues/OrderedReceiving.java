package dev.hearth.messaging.queues;

import dev.hearth.messaging.queues.Receiving.Wanted;
import dev.hearth.messaging.queues.store.LaneTable;
import dev.hearth.messaging.queues.store.LaneTable.Head;
import dev.hearth.messaging.queues.store.LaneTable.Place;
import dev.hearth.messaging.queues.store.Message;
import dev.hearth.messaging.queues.store.MessageTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// One receive from a FIFO queue: of each group that has nothing in flight the first messages, as
/// many as fit, before it goes on to the next group.
///
/// Source: SQS Developer Guide, "FIFO queue delivery logic".
final class OrderedReceiving {
  private static final int HEADS_AT_ONCE = 50;

  private final Wanted wanted;
  private final long now;
  private final MessageTable messages;
  private final LaneTable lanes;
  private final @Nullable LaneTable deadLanes;

  OrderedReceiving(Handle sql, Wanted wanted, long now) {
    this.wanted = wanted;
    this.now = now;
    messages = new MessageTable(sql);
    lanes = new LaneTable(sql, wanted.queue().id());
    var deadLetters = wanted.deadLetters();
    deadLanes = deadLetters == null ? null : new LaneTable(sql, deadLetters.id());
  }

  /// Takes up to `most` into `kept`.
  ///
  /// @return how many went to the dead-letter queue
  int take(int most, List<Message> kept) {
    Set<String> tried = new HashSet<>();
    Head last = null;
    int buried = 0;
    while (kept.size() < most) {
      var heads = lanes.heads(now, wanted.oldest(now), last, HEADS_AT_ONCE);
      for (var head : heads) {
        last = head;
        if (kept.size() < most && tried.add(head.lane()) && !lanes.isLocked(head.lane(), now)) {
          buried += take(head.lane(), most, kept);
        }
      }
      if (heads.size() < HEADS_AT_ONCE) {
        break;
      }
    }
    return buried;
  }

  private int take(String lane, int most, List<Message> kept) {
    int before = kept.size();
    int buried = 0;
    long last = 0;
    while (kept.size() < most) {
      var places = lanes.first(lane, last, most - kept.size());
      var ready = places.stream().takeWhile(this::isReady).map(Place::id).toList();
      if (ready.isEmpty()) {
        break;
      }
      last = ready.getLast();
      long until = now + wanted.visibility().toMillis();
      var dead = 0;
      for (var message : messages.take(ready, now, until)) {
        if (wanted.isDead(message)) {
          bury(message, lane);
          dead++;
        } else {
          kept.add(message);
        }
      }
      buried += dead;
      if (dead == 0) {
        break;
      }
    }
    if (buried > 0 && kept.size() == before) {
      lanes.promote(lane, wanted.queue().settings().delay().toMillis());
    }
    return buried;
  }

  /// Whether it may be taken now that nothing of its lane is in flight.
  private boolean isReady(Place place) {
    return place.visibleAt() == MessageTable.BEHIND
        ? place.enqueuedAt() + wanted.queue().settings().delay().toMillis() <= now
        : place.visibleAt() <= now;
  }

  private void bury(Message message, String lane) {
    var deadLetters = wanted.deadLetters();
    if (deadLetters == null || deadLanes == null) {
      throw new IllegalStateException("a dead letter without a place for it");
    }
    boolean head = deadLanes.isEmpty(lane);
    messages.bury(List.of(message.id()), deadLetters.id(), wanted.queue().arn().toString(), now);
    deadLanes.arrive(message.id(), head, now);
  }
}
