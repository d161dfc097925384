package dev.hearth.observability;

import dev.hearth.observability.store.LogExpiry;
import dev.hearth.store.Database;
import java.time.Duration;
import java.time.InstantSource;

/// Deletes the log events whose group's retention has passed, and clears away the events of deleted
/// groups and streams. Whoever runs the server calls [#sweep] now and then, such as every minute.
public final class LogRetention {
  private final Database database;
  private final InstantSource clock;

  public LogRetention(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Deletes all that is to be deleted now, in small transactions. A sweep that is cut off is taken
  /// up by the next.
  public void sweep() {
    for (var garbage = database.read(sql -> new LogExpiry(sql).garbage());
        garbage.isPresent();
        garbage = database.read(sql -> new LogExpiry(sql).garbage())) {
      var piece = garbage.get();
      database.write(
          sql -> {
            new LogExpiry(sql).clear(piece);
            return true;
          });
    }
    for (var group : database.read(sql -> new LogExpiry(sql).expiring())) {
      var limit = clock.instant().minus(Duration.ofDays(group.days()));
      var deleted = 1;
      while (deleted > 0) {
        deleted = database.write(sql -> new LogExpiry(sql).expire(group.groupId(), limit));
      }
    }
  }
}
