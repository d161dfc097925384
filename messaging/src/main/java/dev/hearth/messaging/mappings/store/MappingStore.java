package dev.hearth.messaging.mappings.store;

import dev.hearth.store.Database;
import dev.hearth.store.Schema;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Transactions over [MappingTables], and the leases by which one node runs a mapping.
public final class MappingStore {
  /// The tables that the database must have.
  public static final Schema SCHEMA = new Schema("mappings");

  /// How long a node that says nothing is believed to live.
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final Database database;
  private final InstantSource clock;
  private final String node;

  /// @param node this process's name, of which there is no other
  public MappingStore(Database database, InstantSource clock, String node) {
    this.database = database;
    this.clock = clock;
    this.node = node;
  }

  /// As [Database#read].
  public <T extends @Nullable Object> T read(Work<T> work) {
    return database.<T>read(sql -> work.run(new MappingTables(sql)));
  }

  /// As [Database#write]: `work` may run again, so it has no effect but on the tables.
  public <T extends @Nullable Object> T write(Work<T> work) {
    return database.<T>write(sql -> work.run(new MappingTables(sql)));
  }

  /// What to do with the tables; it must not keep them.
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T run(MappingTables tables);
  }

  /// Changes something about a mapping that this node holds.
  ///
  /// @return false when another holds it by now, or nobody, or it is gone; nothing was changed then
  public boolean writeHeld(String uuid, Consumer<MappingTables> change) {
    return write(
        tables -> {
          var held = tables.holds(uuid, node);
          if (held) {
            change.accept(tables);
          }
          return held;
        });
  }

  /// Takes up to `most` mappings that no node runs, and tells all that this one holds.
  public List<Mapping> claim(int most) {
    var now = clock.instant();
    if (read(tables -> tables.anyFree(now))) { // nearly always there is none, and nothing to write
      write(tables -> tables.claim(node, now, now.plus(LEASE), most));
    }
    return held();
  }

  /// What this node holds.
  public List<Mapping> held() {
    return read(tables -> tables.held(node));
  }

  /// Goes on holding what this node holds; to be called well within a minute.
  public void renew() {
    var until = clock.instant().plus(LEASE);
    write(
        tables -> {
          tables.renew(node, until);
          return null;
        });
  }

  /// Lets other nodes have a mapping.
  public void release(String uuid) {
    write(
        tables -> {
          tables.release(uuid, node);
          return null;
        });
  }

  /// Ends every lease: only for a database that no other process uses.
  public void reclaim() {
    write(
        tables -> {
          tables.reclaim();
          return null;
        });
  }
}
